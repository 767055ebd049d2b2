#ifndef RETROFILL_TOKENS_H
#define RETROFILL_TOKENS_H

// The grammar of JSON's scalars (RFC 8259, sections 3 and 6), token by token.

#include <cstdint>
#include <cstring>

namespace rf {

inline bool is_blank(uint8_t c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

inline bool is_digit(uint8_t c) { return uint8_t(c - '0') < 10; }

inline bool ends_a_token(uint8_t c) { return is_blank(c) || c == ',' || c == ']' || c == '}'; }

/// The end of the number that begins here, or nullptr where none does. What follows the longest
/// number that the grammar allows is the caller's to judge.
inline const uint8_t *number_end(const uint8_t *at) {
  if (*at == '-') at++;
  if (!is_digit(*at)) return nullptr;
  if (*at == '0') {
    at++;
  } else {
    while (is_digit(*at)) at++;
  }
  if (*at == '.' && is_digit(at[1])) {
    at += 2;
    while (is_digit(*at)) at++;
  }
  if (*at == 'e' || *at == 'E') {
    const uint8_t *digits = at + 1;
    if (*digits == '+' || *digits == '-') digits++;
    if (is_digit(*digits)) {
      at = digits;
      while (is_digit(*at)) at++;
    }
  }
  return at;
}

/// The end of the word that begins here, or nullptr where another token does.
inline const uint8_t *word_end(const uint8_t *at, const char *word) {
  size_t length = strlen(word);
  // strncmp stops at the first difference, and the byte behind a text is 0.
  if (strncmp(reinterpret_cast<const char *>(at), word, length) != 0) return nullptr;
  return ends_a_token(at[length]) ? at + length : nullptr;
}

inline const uint8_t *boolean_end(const uint8_t *at) {
  return *at == 't' ? word_end(at, "true") : *at == 'f' ? word_end(at, "false") : nullptr;
}

/// The end of a number that Python's json module writes and JSON does not have.
inline const uint8_t *non_finite_end(const uint8_t *at) {
  if (*at == 'N') return word_end(at, "NaN");
  if (*at == 'I') return word_end(at, "Infinity");
  return *at == '-' ? word_end(at, "-Infinity") : nullptr;
}

} // namespace rf

#endif
