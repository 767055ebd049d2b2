#include "CSimdjson.h"

#include "tokens.h"

// Brackets are counted outside of strings and nothing is understood: what stands between them is
// for the tokeniser to judge. Whatever is not a whole element with its comma ends the run, and the
// caller looks at it with care.

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

class Splitter {
public:
  Splitter(const uint8_t *bytes, const rf_json_split_limits *limits)
      : start(bytes), stop(bytes + limits->length), max_depth(limits->max_depth), at(bytes) {}

  const uint8_t *start, *stop;
  uint32_t max_depth;
  const uint8_t *at;
  uint64_t lines = 0;

  bool blanks() {
    for (; at < stop; at++) {
      if (*at == '\n') lines++;
      if (!rf::is_blank(*at)) return true;
    }
    return false;
  }

  /// Passes over a value; false where its end is not in sight or nothing begins here.
  bool value() {
    switch (*at) {
    case '"':
      at++;
      return string();
    case '[':
    case '{':
      return container();
    default:
      const uint8_t *first = at;
      while (at < stop && !behind_scalars.at[*at]) at++;
      return at > first && at < stop;
    }
  }

private:
  /// Passes over the rest of a string.
  bool string() {
    while (true) {
      while (at < stop && !inside_strings.at[*at]) at++;
      if (at >= stop) return false;
      if (*at == '"') {
        at++;
        return true;
      }
      if (*at == '\n') lines++;
      at += *at == '\\' ? 2 : 1;
    }
  }

  bool container() {
    uint32_t depth = 0;
    while (true) {
      while (at < stop && !between_strings.at[*at]) at++;
      if (at >= stop) return false;
      uint8_t byte = *at++;
      if (byte == '"') {
        if (!string()) return false;
      } else if (byte == '\n') {
        lines++;
      } else if ((byte | 0x20) == '{') {
        if (++depth > max_depth) return false;
      } else if (--depth == 0) {
        return true;
      }
    }
  }
};

} // namespace

size_t rf_json_split(
    const uint8_t *bytes, const rf_json_split_limits *limits, rf_json_record *records,
    size_t *used) {
  Splitter splitter(bytes, limits);
  size_t count = 0;
  *used = 0;
  while (count < limits->max_records && *used < limits->max_bytes) {
    if (!splitter.blanks()) break;
    const uint8_t *start = splitter.at;
    uint64_t line = splitter.lines;
    if (!splitter.value()) break;
    size_t length = size_t(splitter.at - start);
    if (length > limits->max_length) break;
    if (!splitter.blanks() || *splitter.at != ',') break;
    splitter.at++;
    size_t offset = size_t(start - bytes);
    records[count++] = {
        uint32_t(offset + limits->offset), uint32_t(length), limits->byte + offset,
        limits->line + line};
    *used = size_t(splitter.at - bytes);
  }
  return count;
}
