#ifndef RETROFILL_TOKENS_H
#define RETROFILL_TOKENS_H

// The grammar of JSON's scalars (RFC 8259, sections 3 and 6), token by token.

#include <cstdint>
#include <cstring>

namespace rf {

inline bool is_blank(uint8_t c) {
  return c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t');
}

inline bool is_digit(uint8_t c) { return uint8_t(c - '0') < 10; }

inline bool ends_a_token(uint8_t c) { return is_blank(c) || c == ',' || c == ']' || c == '}'; }

inline int first_bit(uint32_t bits) { return __builtin_ctz(bits); }

/// Which byte, in the order of memory, is the first with its high bit set.
inline int first_byte(uint64_t marks) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  return __builtin_clzll(marks) / 8;
#else
  return __builtin_ctzll(marks) / 8;
#endif
}

/// The first byte at or behind a place that is no digit, found eight at a time. Reads at most 7 bytes
/// behind it: within the padding.
inline const uint8_t *digits_end(const uint8_t *at) {
  const uint64_t lows = 0x7F7F7F7F7F7F7F7Fu;
  while (true) {
    uint64_t eight;
    memcpy(&eight, at, 8);
    // Digits become 0 to 9, and whatever is more gets its high bit set.
    eight ^= 0x3030303030303030u;
    uint64_t others = (((eight & lows) + 0x7676767676767676u) | eight) & ~lows;
    if (others != 0) return at + first_byte(others);
    at += 8;
  }
}

/// Sixteen bytes looked at together.
typedef uint8_t Sixteen __attribute__((ext_vector_type(16)));

/// A bit for each byte, of which all bits are set or none.
inline uint32_t bits(Sixteen marks) {
  typedef bool Bits __attribute__((ext_vector_type(16)));
  Bits bits = __builtin_convertvector(marks, Bits);
  uint16_t result;
  memcpy(&result, &bits, sizeof result);
  return result;
}

/// Whether so many bytes are digits, with at most one point between them and no needless zero in
/// front. Says no to what is too long to tell. Reads sixteen bytes: within the padding.
inline bool is_plain_number(const uint8_t *at, size_t length) {
  if (length == 0 || length > sizeof(Sixteen)) return false;
  Sixteen sixteen;
  memcpy(&sixteen, at, sizeof sixteen);
  uint32_t others = bits((Sixteen)((sixteen - (Sixteen)'0') > (Sixteen)9));
  // What is behind the last byte counts as other: a number ends in a digit.
  uint32_t end = 1u << length, last = end >> 1;
  if (others & (last | 1)) return false;
  if (*at == '0' && !(others & 2) && length > 1) return false;
  others &= end - 1;
  return others == 0 || ((others & (others - 1)) == 0 && at[first_bit(others)] == '.');
}

/// The end of the number that begins here, or nullptr where none does; it is plain without an
/// exponent. What follows the longest number that the grammar allows is the caller's to judge.
inline const uint8_t *number_end(const uint8_t *at, bool &is_plain) {
  is_plain = true;
  if (*at == '-') at++;
  if (!is_digit(*at)) return nullptr;
  if (*at == '0') {
    at++;
  } else {
    at = digits_end(at);
  }
  if (*at == '.' && is_digit(at[1])) {
    at = digits_end(at + 2);
  }
  if (*at == 'e' || *at == 'E') {
    const uint8_t *digits = at + 1;
    if (*digits == '+' || *digits == '-') digits++;
    if (is_digit(*digits)) at = digits_end(digits);
    is_plain = false;
  }
  return at;
}

/// The end of the word that begins here, or nullptr where another token does.
template <size_t Size> inline const uint8_t *word_end(const uint8_t *at, const char (&word)[Size]) {
  // The padding behind a text is longer than any word.
  if (memcmp(at, word, Size - 1) != 0) return nullptr;
  return ends_a_token(at[Size - 1]) ? at + Size - 1 : nullptr;
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
