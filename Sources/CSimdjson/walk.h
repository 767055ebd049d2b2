#ifndef RETROFILL_WALK_H
#define RETROFILL_WALK_H

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <simdjson.h>
#include <string>
#include <vector>

#include "CSimdjson.h"
#include "strings.h"
#include "tokens.h"

// How it works. One call of simdjson indexes the whole text: where each bracket, comma, colon,
// string and scalar begins. The walk then goes from token to token, by that index alone, and knows
// the grammar. The byte behind the text is 0, and the index ends in its place, so a walk that runs
// off the end meets a token that nothing accepts.

/// A key that stood at some place among the members of an object, and the step that it led to, or -1.
struct rf_json_habit {
  uint64_t head;
  /// The bytes of `head` that are of the key.
  uint64_t mask;
  uint32_t length;
  int32_t step;
};

struct rf_json_parser {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> index;
  /// Records mostly repeat the order of their keys: for each step the keys that its first members
  /// had last.
  std::vector<rf_json_habit> habits;
  std::string key;
  /// For each step the object in which its key was seen last: objects are numbered as they begin.
  std::vector<uint64_t> seen_in;
  uint64_t objects = 0;
};

namespace rf {

// What nearly every token needs is done without a call; containers, which call each other, and what
// few tokens need stand apart.
#define RF_INLINE __attribute__((always_inline)) inline
#define RF_APART __attribute__((noinline))

/// How many members of an object have a habit.
constexpr uint32_t habits_per_step = 16;

/// The walk goes along the index by a pointer that is handed on and given back, nullptr where the
/// text is refused: kept in the walk itself, it would be read and written again for each token.
class Walk {
public:
  using Token = const uint32_t *;

  Walk(rf_json_parser *parser, uint8_t *text, size_t length, size_t room,
       const rf_json_request *request)
      : parser(parser), text(text), end(text + length), steps(request->steps), request(request),
        has_escapes(memchr(text, '\\', length) != nullptr), spill(text + room) {}

  rf_json_problem problem = RF_JSON_FINE;
  const uint8_t *fault = nullptr;

  size_t unescaped(size_t room) const { return size_t(spill - (text + room)); }

  /// Goes through a text that is an array of these records.
  Token records(const rf_json_record *expected, size_t count, rf_json_field *into) {
    Token at = parser->index->structural_indexes.get();
    if (text[*at] != '[') return fail(RF_JSON_INVALID, at);
    at++;
    static_assert(RF_JSON_ABSENT == 0, "fields that are zeros are absent");
    if (request->slot_count > 0) memset(into, 0, count * request->slot_count * sizeof *into);
    for (size_t seen = 0; seen < count; seen++) {
      const uint8_t *start = text + expected[seen].offset;
      while (is_blank(*start)) start++;
      // A value that begins elsewhere: the record before it was not one value.
      if (text + *at != start) return fail(RF_JSON_INVALID, at);
      fields = into + seen * request->slot_count;
      at = value(at, request->step_count > 0 ? 0 : -1, 1);
      if (at == nullptr) return nullptr;
      if (text[*at] != (seen + 1 < count ? ',' : ']')) return fail(RF_JSON_INVALID, at);
      at++;
    }
    return text + *at == end ? at : fail(RF_JSON_INVALID, at);
  }

private:
  rf_json_parser *parser;
  uint8_t *const text;
  const uint8_t *const end;
  const rf_json_step *const steps;
  const rf_json_request *const request;
  rf_json_field *fields = nullptr;
  /// Whether there is a backslash anywhere: where there is none, a string ends before the next token.
  const bool has_escapes;
  uint8_t *spill;

  RF_APART std::nullptr_t fail(rf_json_problem what, const uint8_t *where) {
    if (problem == RF_JSON_FINE) {
      problem = what;
      fault = where;
    }
    return nullptr;
  }

  std::nullptr_t fail(rf_json_problem what, Token at) { return fail(what, text + *at); }

  RF_INLINE void give(int32_t step, rf_json_kind kind, const uint8_t *start, size_t length,
                        bool is_plain = false) {
    if (step < 0 || steps[step].slot < 0) return;
    fields[steps[step].slot] = {
        uint32_t(start - text), uint32_t(length), uint8_t(kind), is_plain};
  }

  /// A key that stands twice: the last one wins, with all that is below it.
  void forget(int32_t step) {
    if (steps[step].slot >= 0) fields[steps[step].slot] = {0, 0, RF_JSON_ABSENT, false};
    for (int32_t c = steps[step].first_child; c >= 0; c = steps[c].next_sibling) forget(c);
  }

  RF_INLINE Token value(Token at, int32_t step, uint32_t depth) {
    const uint8_t *start = text + *at;
    if (*start == '"') return string(at + 1, step, start + 1);
    if (*start > '9') {
      if (*start == '{') return object(at, step, depth);
      if (*start == '[') return array(at, step, depth);
      return word(at, step);
    }
    const uint8_t *stop = token_end(at + 1);
    const uint8_t *digits = start + (*start == '-');
    if (!is_plain_number(digits, size_t(stop - digits))) return other(at, step);
    give(step, RF_JSON_NUMBER, start, size_t(stop - start), true);
    return at + 1;
  }

  /// The end of the last token before one, if it is no string or bracket.
  RF_INLINE const uint8_t *token_end(Token behind) const {
    const uint8_t *stop = text + *behind;
    while (is_blank(stop[-1])) stop--;
    return stop;
  }

  RF_APART Token other(Token at, int32_t step) {
    const uint8_t *start = text + *at;
    bool is_plain;
    const uint8_t *stop = number_end(start, is_plain);
    if (stop == nullptr) return word(at, step);
    if (!ends_a_token(*stop)) return fail(RF_JSON_INVALID, stop);
    give(step, RF_JSON_NUMBER, start, size_t(stop - start), is_plain);
    return at + 1;
  }

  RF_APART Token word(Token at, int32_t step) {
    const uint8_t *start = text + *at;
    const uint8_t *stop = boolean_end(start);
    if (stop != nullptr) {
      give(step, RF_JSON_BOOLEAN, start, size_t(stop - start));
    } else if ((stop = word_end(start, "null")) != nullptr) {
      give(step, RF_JSON_NULL, start, size_t(stop - start));
    } else if ((stop = non_finite_end(start)) != nullptr) {
      if (request->non_finite == RF_JSON_REFUSE) return fail(RF_JSON_NOT_A_NUMBER, start);
      bool is_null = request->non_finite == RF_JSON_AS_NULL;
      give(step, is_null ? RF_JSON_NULL : RF_JSON_STRING, start, size_t(stop - start));
    } else {
      return fail(RF_JSON_INVALID, start);
    }
    return at + 1;
  }

  /// Where the string ends whose content begins here, or has its first backslash; `behind` is the
  /// token behind it.
  RF_INLINE const uint8_t *plain_end(const uint8_t *content, Token behind) const {
    if (has_escapes) return plain_string_end(content);
    return token_end(behind) - 1;
  }

  RF_INLINE Token string(Token behind, int32_t step, const uint8_t *content) {
    const uint8_t *stop = plain_end(content, behind);
    if (*stop != '"') return escaped(behind, step, content);
    if (step < 0) return behind;
    const uint8_t *digits = content + (*content == '-');
    bool is_plain = is_plain_number(digits, size_t(stop - digits));
    give(step, RF_JSON_STRING, content, size_t(stop - content), is_plain);
    return behind;
  }

  RF_APART Token escaped(Token behind, int32_t step, const uint8_t *content) {
    uint8_t *begin = spill;
    Unescaped result = unescape(content, spill);
    if (result.problem != RF_JSON_FINE) return fail(result.problem, result.at);
    if (step >= 0 && steps[step].slot >= 0) {
      spill = result.end;
      give(step, RF_JSON_STRING, begin, size_t(spill - begin));
    }
    return behind;
  }

  RF_APART Token array(Token at, int32_t step, uint32_t depth) {
    if (depth > request->max_depth) return fail(RF_JSON_TOO_DEEP, at);
    const uint8_t *open = text + *at++;
    int32_t first = step < 0 ? -1 : steps[step].first_child;
    uint32_t in_order = step < 0 ? 0 : steps[step].element_count;
    uint32_t index = 0;
    if (text[*at] != ']') {
      while (true) {
        int32_t child = index < in_order ? first + int32_t(index) : at_index(index, first);
        index++;
        at = value(at, child, depth + 1);
        if (at == nullptr) return nullptr;
        if (text[*at] != ',') break;
        at++;
      }
      if (text[*at] != ']') return fail(RF_JSON_INVALID, at);
    }
    give(step, RF_JSON_NESTED, open, size_t(text + *at + 1 - open));
    return at + 1;
  }

  RF_APART Token object(Token at, int32_t step, uint32_t depth) {
    if (depth > request->max_depth) return fail(RF_JSON_TOO_DEEP, at);
    const uint8_t *open = text + *at++;
    int32_t first = step < 0 ? -1 : steps[step].first_child;
    uint64_t number = ++parser->objects;
    rf_json_habit *habit = first < 0 ? nullptr : &parser->habits[size_t(step) * habits_per_step];
    rf_json_habit *last = first < 0 ? nullptr : habit + habits_per_step - 1;
    if (text[*at] != '}') {
      while (true) {
        const uint8_t *quote = text + *at;
        if (*quote != '"') return fail(RF_JSON_INVALID, quote);
        if (text[at[1]] != ':') return fail(RF_JSON_INVALID, at + 1);
        int32_t child = -1;
        if (habit != nullptr && is_habitual(quote + 1, *habit)) {
          child = habit->step;
        } else if (!find(quote + 1, plain_end(quote + 1, at + 1), first, habit, child)) {
          return nullptr;
        }
        if (habit != last) habit++;
        if (child >= 0 && !counts(child, number)) {
          if (request->duplicates == RF_JSON_NEITHER) return fail(RF_JSON_DUPLICATE_KEY, quote);
          child = -1;
        }
        at = value(at + 2, child, depth + 1);
        if (at == nullptr) return nullptr;
        if (text[*at] != ',') break;
        at++;
      }
      if (text[*at] != '}') return fail(RF_JSON_INVALID, at);
    }
    give(step, RF_JSON_NESTED, open, size_t(text + *at + 1 - open));
    return at + 1;
  }

  /// Whether the member of a key that is asked for is the one that counts, as far as is known.
  RF_INLINE bool counts(int32_t child, uint64_t object) {
    uint64_t &seen_in = parser->seen_in[size_t(child)];
    bool is_first = seen_in != object;
    seen_in = object;
    if (request->duplicates != RF_JSON_LAST) return is_first;
    if (!is_first) forget(child);
    return true;
  }

  /// The step of an element.
  RF_INLINE int32_t at_index(uint32_t index, int32_t first) const {
    for (int32_t step = first; step >= 0; step = steps[step].next_sibling) {
      if (steps[step].key == nullptr && steps[step].index == index) return step;
    }
    return -1;
  }

  /// Whether the key is the one that stood at this place last. A longer one that is not asked for is
  /// not known well enough to say so.
  RF_INLINE bool is_habitual(const uint8_t *key, const rf_json_habit &habit) const {
    uint64_t eight;
    memcpy(&eight, key, 8);
    if ((eight & habit.mask) != habit.head) return false;
    if (habit.length > 8) return habit.step >= 0 && is_key(habit.step, key, habit.length);
    return key[habit.length] == '"';
  }

  bool is_key(int32_t step, const uint8_t *key, size_t length) const {
    return key + length < end && memcmp(steps[step].key, key, length) == 0 && key[length] == '"';
  }

  /// Checks a key that ends here or has its first escape here, and finds the step that it leads to.
  RF_APART bool find(const uint8_t *key, const uint8_t *stop, int32_t first, rf_json_habit *habit,
                    int32_t &found) {
    size_t length = size_t(stop - key);
    bool is_plain = *stop == '"';
    if (!is_plain) {
      parser->key.resize(size_t(string_end(key) - key) + 8);  // head() reads eight bytes
      auto room = reinterpret_cast<uint8_t *>(&parser->key[0]);
      Unescaped result = unescape(key, room);
      if (result.problem != RF_JSON_FINE) return fail(result.problem, result.at), false;
      key = room;
      length = size_t(result.end - room);
    }
    uint64_t start = head(key, length);
    for (found = first; found >= 0; found = steps[found].next_sibling) {
      const rf_json_step &at = steps[found];
      if (at.key != nullptr && at.key_head == start && at.key_length == length
          && (length <= 8 || memcmp(at.key, key, length) == 0))
        break;
    }
    if (habit != nullptr && is_plain) {
      const uint8_t ones[8] = {255, 255, 255, 255, 255, 255, 255, 255};
      *habit = {start, head(ones, length), uint32_t(length), found};
    }
    return true;
  }
};

} // namespace rf

#undef RF_INLINE
#undef RF_APART

#endif
