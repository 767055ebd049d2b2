#ifndef RETROFILL_STRINGS_H
#define RETROFILL_STRINGS_H

// JSON strings (RFC 8259, section 7). simdjson has seen that a string is closed, valid UTF-8 and
// free of control characters before any of this looks at it.

#include <cstdint>
#include <cstring>

#include "CSimdjson.h"

namespace rf {

/// Whether one of eight bytes is a quote or a backslash.
inline bool has_quote_or_backslash(uint64_t eight) {
  const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
  uint64_t quote = eight ^ (ones * '"'), backslash = eight ^ (ones * '\\');
  return ((((quote - ones) & ~quote) | ((backslash - ones) & ~backslash)) & highs) != 0;
}

/// The first quote or backslash at or behind a place in a string.
inline const uint8_t *plain_string_end(const uint8_t *at) {
  uint64_t eight;
  // Reads at most 7 bytes behind the closing quote: within the padding.
  while (memcpy(&eight, at, 8), !has_quote_or_backslash(eight)) at += 8;
  while (*at != '"' && *at != '\\') at++;
  return at;
}

/// The closing quote of the string whose content begins here.
inline const uint8_t *string_end(const uint8_t *at) {
  while (*(at = plain_string_end(at)) != '"') at += 2;
  return at;
}

/// The first eight bytes of a text, with zeros behind a shorter one. Reads eight bytes.
inline uint64_t head(const uint8_t *text, size_t length) {
  uint64_t eight;
  memcpy(&eight, text, 8);
  if (length >= 8) return eight;
  if (length == 0) return 0;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  return eight & ~uint64_t(0) << (64 - 8 * length);
#else
  return eight & ~uint64_t(0) >> (64 - 8 * length);
#endif
}

/// What came of a string: the end of what was written, or a problem and its place.
struct Unescaped {
  rf_json_problem problem;
  const uint8_t *at;
  uint8_t *end;
};

/// Four hexadecimal digits as a number, or -1.
inline int32_t hexadecimal(const uint8_t *at) {
  int32_t value = 0;
  for (int i = 0; i < 4; i++) {
    uint8_t c = at[i], letter = uint8_t((c | 0x20) - 'a');
    if (uint8_t(c - '0') < 10) {
      value = value * 16 + (c - '0');
    } else if (letter < 6) {
      value = value * 16 + 10 + letter;
    } else {
      return -1;
    }
  }
  return value;
}

inline uint8_t *write_utf8(uint32_t code, uint8_t *to) {
  if (code < 0x80) {
    *to++ = uint8_t(code);
  } else if (code < 0x800) {
    *to++ = uint8_t(0xC0 | code >> 6);
    *to++ = uint8_t(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    *to++ = uint8_t(0xE0 | code >> 12);
    *to++ = uint8_t(0x80 | (code >> 6 & 0x3F));
    *to++ = uint8_t(0x80 | (code & 0x3F));
  } else {
    *to++ = uint8_t(0xF0 | code >> 18);
    *to++ = uint8_t(0x80 | (code >> 12 & 0x3F));
    *to++ = uint8_t(0x80 | (code >> 6 & 0x3F));
    *to++ = uint8_t(0x80 | (code & 0x3F));
  }
  return to;
}

/// The character that a simple escape stands for, or 0.
inline uint8_t simple_escape(uint8_t letter) {
  switch (letter) {
  case '"': return '"';
  case '\\': return '\\';
  case '/': return '/';
  case 'b': return '\b';
  case 'f': return '\f';
  case 'n': return '\n';
  case 'r': return '\r';
  case 't': return '\t';
  default: return 0;
  }
}

/// Writes the content of the string that begins here, without escapes: never more bytes than it
/// has. PostgreSQL's text has neither U+0000 nor lone surrogates, so they are problems here.
inline Unescaped unescape(const uint8_t *at, uint8_t *to) {
  while (true) {
    const uint8_t *stop = plain_string_end(at);
    memcpy(to, at, size_t(stop - at));
    to += stop - at;
    if (*stop == '"') return {RF_JSON_FINE, stop, to};
    if (stop[1] != 'u') {
      uint8_t character = simple_escape(stop[1]);
      if (character == 0) return {RF_JSON_INVALID, stop, to};
      *to++ = character;
      at = stop + 2;
      continue;
    }
    int32_t code = hexadecimal(stop + 2);
    if (code < 0) return {RF_JSON_INVALID, stop, to};
    if (code == 0) return {RF_JSON_NUL_CHARACTER, stop, to};
    at = stop + 6;
    if (code >= 0xDC00 && code <= 0xDFFF) return {RF_JSON_LONE_SURROGATE, stop, to};
    if (code >= 0xD800 && code <= 0xDBFF) {
      int32_t low = at[0] == '\\' && at[1] == 'u' ? hexadecimal(at + 2) : -1;
      if (low < 0xDC00 || low > 0xDFFF) return {RF_JSON_LONE_SURROGATE, stop, to};
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      at += 6;
    }
    to = write_utf8(uint32_t(code), to);
  }
}

} // namespace rf

#endif
