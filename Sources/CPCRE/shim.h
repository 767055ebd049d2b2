#ifndef RETROFILL_CPCRE_SHIM_H
#define RETROFILL_CPCRE_SHIM_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

// The functions and types of one width are macros, which Swift does not import.
typedef pcre2_code_8 rf_pattern;
typedef pcre2_match_data_8 rf_match;
typedef pcre2_match_context_8 rf_match_limits;

// An end is the end of the text alone, and text that is no UTF-8 is matched where it is.
static inline rf_pattern *rf_pattern_make(const uint8_t *text, size_t count, int *error,
                                          size_t *offset) {
  rf_pattern *pattern = pcre2_compile_8(
      text, count,
      PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C,
      error, offset, NULL);
  // Where the system allows no code to be made, the pattern is interpreted.
  if (pattern) (void)pcre2_jit_compile_8(pattern, PCRE2_JIT_COMPLETE);
  return pattern;
}

static inline void rf_pattern_free(rf_pattern *pattern) { pcre2_code_free_8(pattern); }

static inline rf_match *rf_match_make(const rf_pattern *pattern) {
  return pcre2_match_data_create_from_pattern_8(pattern, NULL);
}

static inline void rf_match_free(rf_match *match) { pcre2_match_data_free_8(match); }

static inline rf_match_limits *rf_match_limits_make(uint32_t steps, uint32_t heap_kib) {
  rf_match_limits *limits = pcre2_match_context_create_8(NULL);
  if (limits) {
    pcre2_set_match_limit_8(limits, steps);
    pcre2_set_depth_limit_8(limits, steps);
    pcre2_set_heap_limit_8(limits, heap_kib);
  }
  return limits;
}

static inline void rf_match_limits_free(rf_match_limits *limits) {
  pcre2_match_context_free_8(limits);
}

// 1 where the text matches, 0 where it does not, below 0 where that is not known.
static inline int rf_pattern_match(const rf_pattern *pattern, const uint8_t *text, size_t count,
                                   rf_match *match, rf_match_limits *limits) {
  int found = pcre2_match_8(pattern, text, count, 0, 0, match, limits);
  if (found == PCRE2_ERROR_JIT_STACKLIMIT)
    found = pcre2_match_8(pattern, text, count, 0, PCRE2_NO_JIT, match, limits);
  return found == PCRE2_ERROR_NOMATCH ? 0 : found < 0 ? -1 : 1;
}

// Where a named group stands; 0 where there is none or it took no part.
static inline int rf_match_group(const rf_pattern *pattern, rf_match *match, const char *name,
                                 size_t *start, size_t *end) {
  int number = pcre2_substring_number_from_name_8(pattern, (PCRE2_SPTR8)name);
  if (number < 0) return 0;
  const size_t *places = pcre2_get_ovector_pointer_8(match);
  *start = places[2 * number];
  *end = places[2 * number + 1];
  return *start != PCRE2_UNSET;
}

#endif
