#include "CSimdjson.h"

#include <cstring>

#include "tokens.h"

// Brackets are counted outside of strings and nothing is understood: what stands between them is
// for the tokeniser to judge.

namespace {

/// The bytes that a scan has to stop at, in a table: one load and one test per byte passed over.
struct Stops {
  bool at[256] = {};
  explicit Stops(const char *bytes) {
    for (; *bytes; bytes++) at[uint8_t(*bytes)] = true;
  }
};

const Stops between_strings("\"[]{}\n");
const Stops inside_strings("\"\\\n");
const Stops behind_scalars(" \t\r\n,]}\"[{");

using rf::Sixteen;

/// Marks all brackets, quotes and line feeds, and no other byte that JSON has outside of its strings:
/// brackets have the bits of 0x59, as Y, y, _ and DEL do.
inline Sixteen between(Sixteen bytes) {
  return (Sixteen)(((bytes | (Sixteen)0x26) == (Sixteen)0x7F) | (bytes == (Sixteen)'"')
                   | (bytes == (Sixteen)'\n'));
}

inline Sixteen inside(Sixteen bytes) {
  return (Sixteen)((bytes == (Sixteen)'"') | (bytes == (Sixteen)'\\') | (bytes == (Sixteen)'\n'));
}

inline size_t find(const Stops &stops, const uint8_t *bytes, size_t at, size_t length) {
  while (at < length && !stops.at[bytes[at]]) at++;
  return at;
}

/// The first stop at or behind a place, or the length. `look` marks at least the stops.
template <typename Look>
inline size_t find(
    const Stops &stops, Look look, const uint8_t *bytes, size_t at, size_t length) {
  while (at + sizeof(Sixteen) <= length) {
    Sixteen sixteen;
    memcpy(&sixteen, bytes + at, sizeof sixteen);
    uint32_t found = rf::bits(look(sixteen));
    if (found != 0) {
      at += size_t(rf::first_bit(found));
      if (stops.at[bytes[at]]) return at;
      at++;
    } else {
      at += sizeof(Sixteen);
    }
  }
  return find(stops, bytes, at, length);
}

inline rf_json_sight find_scalar_end(rf_json_scan &scan, const uint8_t *bytes, size_t length) {
  size_t end = find(behind_scalars, bytes, 0, length);
  if (end == length) return RF_JSON_MORE_OR_END;
  scan.at = end;
  return RF_JSON_END;
}

/// Goes on to behind the closing quote; false where that is not in sight.
inline bool leave_string(rf_json_scan &scan, const uint8_t *bytes, size_t length) {
  while ((scan.at = find(inside_strings, inside, bytes, scan.at, length)) < length) {
    uint8_t byte = bytes[scan.at];
    // What stands behind a backslash is passed over, also when it is not there yet.
    scan.at += byte == '\\' ? 2 : 1;
    if (byte == '"') return true;
    if (byte == '\n') scan.lines++;
  }
  return false;
}

inline rf_json_sight find_end(
    rf_json_scan &scan, const uint8_t *bytes, size_t length, uint32_t max_depth) {
  if (scan.at == 0) {
    if (length == 0) return RF_JSON_MORE;
    if (*bytes != '"' && *bytes != '[' && *bytes != '{')
      return find_scalar_end(scan, bytes, length);
  }
  while (true) {
    if (scan.in_string) {
      if (!leave_string(scan, bytes, length)) return RF_JSON_MORE;
      scan.in_string = false;
      if (scan.depth == 0) return RF_JSON_END;
    }
    scan.at = find(between_strings, between, bytes, scan.at, length);
    if (scan.at >= length) return RF_JSON_MORE;
    uint8_t byte = bytes[scan.at++];
    if (byte == '"') {
      scan.in_string = true;
    } else if (byte == '\n') {
      scan.lines++;
    } else if (byte == '[' || byte == '{') {
      if (++scan.depth > max_depth) return RF_JSON_DEEP;
    } else if (--scan.depth == 0) {
      return RF_JSON_END;
    }
  }
}

/// Goes on over blanks and counts the lines that end in them.
inline size_t skip_blanks(const uint8_t *bytes, size_t at, size_t length, uint64_t &lines) {
  for (; at < length && rf::is_blank(bytes[at]); at++) {
    if (bytes[at] == '\n') lines++;
  }
  return at;
}

} // namespace

rf_json_sight rf_json_find_end(
    rf_json_scan *scan, const uint8_t *bytes, size_t length, uint32_t max_depth) {
  return find_end(*scan, bytes, length, max_depth);
}

size_t rf_json_split(
    const uint8_t *bytes, const rf_json_split_limits *limits, rf_json_record *records,
    size_t *used) {
  size_t count = 0, length = limits->length, at = 0;
  uint64_t lines = 0;
  *used = 0;
  while (count < limits->max_records && *used < limits->max_bytes) {
    size_t start = skip_blanks(bytes, at, length, lines);
    rf_json_scan scan = {};
    if (find_end(scan, bytes + start, length - start, limits->max_depth) != RF_JSON_END) break;
    if (scan.at == 0 || scan.at > limits->max_length) break;
    uint64_t line = limits->line + lines;
    lines += scan.lines;
    at = skip_blanks(bytes, start + scan.at, length, lines);
    if (at >= length || bytes[at] != ',') break;
    at++;
    records[count++] = {
        uint32_t(limits->offset + start), uint32_t(scan.at), limits->byte + start, line};
    *used = at;
  }
  return count;
}
