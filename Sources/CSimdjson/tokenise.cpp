// simdjson's assertions are about its own state, and cost a quarter of the speed.
#ifndef NDEBUG
#define NDEBUG
#endif

#include "CSimdjson.h"

#include <cstring>
#include <new>
#include <simdjson.h>
#include <string>
#include <utility>
#include <vector>

#include "strings.h"
#include "tokens.h"

// How it works. One call of simdjson indexes the whole text; the walk then visits every token of
// every element. Strings are consumed as raw tokens: an unconsumed string followed by a colon is
// taken for a key when On-Demand skips it, and ["a":1] would pass. The byte behind the text is 0,
// so a walk that runs off the end of the index meets a token that nothing accepts.

using namespace simdjson;

struct rf_json_parser {
  ondemand::parser on_demand;
  std::string key;
  /// For each step the object in which its key was seen last: objects are numbered as they begin.
  std::vector<uint64_t> seen_in;
  uint64_t objects = 0;
};

namespace {

class Walk {
public:
  Walk(rf_json_parser *parser, uint8_t *text, size_t room, const rf_json_request *request)
      : parser(parser), text(text), request(request), spill(text + room) {}

  rf_json_problem problem = RF_JSON_FINE;
  const uint8_t *fault = nullptr;
  ondemand::document document;

  size_t unescaped(size_t room) const { return size_t(spill - (text + room)); }

  bool record(ondemand::value &value, rf_json_field *into) {
    fields = into;
    for (uint32_t i = 0; i < request->slot_count; i++) fields[i] = {0, 0, RF_JSON_ABSENT};
    return visit(value, request->step_count > 0 ? 0 : -1, 1);
  }

  bool fail(rf_json_problem what, const uint8_t *where) {
    if (problem == RF_JSON_FINE) {
      problem = what;
      fault = where;
    }
    return false;
  }

  /// Fails where simdjson stands.
  bool fail_here() {
    const char *where = nullptr;
    if (document.current_location().get(where)) where = reinterpret_cast<const char *>(text);
    return fail(RF_JSON_INVALID, reinterpret_cast<const uint8_t *>(where));
  }

private:
  rf_json_parser *parser;
  uint8_t *text;
  const rf_json_request *request;
  rf_json_field *fields = nullptr;
  uint8_t *spill;

  void give(int32_t step, rf_json_kind kind, const uint8_t *start, size_t length) {
    if (step < 0 || request->steps[step].slot < 0) return;
    fields[request->steps[step].slot] = {uint32_t(start - text), uint32_t(length), uint8_t(kind)};
  }

  /// A key that stands twice: the last one wins, with all that is below it.
  void forget(int32_t step) {
    const rf_json_step &at = request->steps[step];
    if (at.slot >= 0) fields[at.slot] = {0, 0, RF_JSON_ABSENT};
    for (int32_t c = at.first_child; c >= 0; c = request->steps[c].next_sibling) forget(c);
  }

  bool visit(ondemand::value &value, int32_t step, uint32_t depth) {
    auto token = reinterpret_cast<const uint8_t *>(value.raw_json_token().data());
    switch (*token) {
    case '"':
      return string(value, step, token);
    case '{':
      return depth > request->max_depth ? fail(RF_JSON_TOO_DEEP, token)
                                        : object(value, step, depth, token);
    case '[':
      return depth > request->max_depth ? fail(RF_JSON_TOO_DEEP, token)
                                        : array(value, step, depth, token);
    default:
      return scalar(step, token);
    }
  }

  bool scalar(int32_t step, const uint8_t *token) {
    const uint8_t *end = rf::number_end(token);
    if (end != nullptr) {
      if (!rf::ends_a_token(*end)) return fail(RF_JSON_INVALID, end);
      give(step, RF_JSON_NUMBER, token, size_t(end - token));
      return true;
    }
    if ((end = rf::boolean_end(token)) != nullptr) {
      give(step, RF_JSON_BOOLEAN, token, size_t(end - token));
      return true;
    }
    if ((end = rf::word_end(token, "null")) != nullptr) {
      give(step, RF_JSON_NULL, token, size_t(end - token));
      return true;
    }
    if ((end = rf::non_finite_end(token)) != nullptr) {
      if (request->non_finite == RF_JSON_REFUSE) return fail(RF_JSON_NOT_A_NUMBER, token);
      bool is_null = request->non_finite == RF_JSON_AS_NULL;
      give(step, is_null ? RF_JSON_NULL : RF_JSON_STRING, token, size_t(end - token));
      return true;
    }
    return fail(RF_JSON_INVALID, token);
  }

  bool string(ondemand::value &value, int32_t step, const uint8_t *token) {
    ondemand::raw_json_string raw;
    if (value.get_raw_json_string().get(raw)) return fail_here();
    const uint8_t *start = token + 1;
    const uint8_t *stop = rf::plain_string_end(start);
    if (*stop == '"') {
      give(step, RF_JSON_STRING, start, size_t(stop - start));
      return true;
    }
    uint8_t *begin = spill;
    rf::Unescaped result = rf::unescape(start, spill);
    if (result.problem != RF_JSON_FINE) return fail(result.problem, result.at);
    if (step >= 0 && request->steps[step].slot >= 0) {
      spill = result.end;
      give(step, RF_JSON_STRING, begin, size_t(spill - begin));
    }
    return true;
  }

  bool array(ondemand::value &value, int32_t step, uint32_t depth, const uint8_t *token) {
    ondemand::array elements;
    if (value.get_array().get(elements)) return fail_here();
    int32_t child = step < 0 ? -1 : request->steps[step].first_child;
    uint32_t index = 0;
    for (auto element : elements) {
      ondemand::value inner;
      if (std::move(element).get(inner)) return fail_here();
      if (!visit(inner, child < 0 ? -1 : at_index(child, index), depth + 1)) return false;
      index++;
    }
    return nested(step, token);
  }

  bool object(ondemand::value &value, int32_t step, uint32_t depth, const uint8_t *token) {
    ondemand::object members;
    if (value.get_object().get(members)) return fail_here();
    int32_t first = step < 0 ? -1 : request->steps[step].first_child;
    int32_t expected = first;
    uint64_t number = ++parser->objects;
    for (auto member : members) {
      ondemand::field inner;
      if (std::move(member).get(inner)) return fail_here();
      int32_t child = -1;
      auto key = reinterpret_cast<const uint8_t *>(inner.key().raw());
      if (!find(key, first, expected, child)) return false;
      if (child >= 0 && !counts(child, number)) {
        if (request->duplicates == RF_JSON_NEITHER) return fail(RF_JSON_DUPLICATE_KEY, key - 1);
        child = -1;
      }
      if (!visit(inner.value(), child, depth + 1)) return false;
    }
    return nested(step, token);
  }

  /// Whether the member of a key that is asked for is the one that counts, as far as is known.
  bool counts(int32_t child, uint64_t object) {
    if (request->duplicates == RF_JSON_LAST) {
      if (request->steps[child].first_child >= 0) forget(child);
      return true;
    }
    bool is_first = parser->seen_in[size_t(child)] != object;
    parser->seen_in[size_t(child)] = object;
    return is_first;
  }

  /// Gives the text of an array or object that has just been walked. simdjson stands at the token
  /// behind it, and there always is one: the text's own closing bracket.
  bool nested(int32_t step, const uint8_t *token) {
    if (step < 0 || request->steps[step].slot < 0) return true;
    const char *next = nullptr;
    if (document.current_location().get(next)) return fail_here();
    auto end = reinterpret_cast<const uint8_t *>(next);
    while (end > token && rf::is_blank(end[-1])) end--;
    give(step, RF_JSON_NESTED, token, size_t(end - token));
    return true;
  }

  int32_t at_index(int32_t child, uint32_t index) const {
    for (; child >= 0; child = request->steps[child].next_sibling) {
      const rf_json_step &at = request->steps[child];
      if (at.key == nullptr && at.index == index) return child;
    }
    return -1;
  }

  /// Checks a key, and finds the step it stands for. Records mostly repeat the order of their
  /// keys, so the search begins behind the step found last.
  bool find(const uint8_t *key, int32_t first, int32_t &expected, int32_t &found) {
    const uint8_t *stop = rf::plain_string_end(key);
    size_t length = size_t(stop - key);
    if (*stop != '"') {
      parser->key.resize(size_t(rf::string_end(key) - key) + 8);  // head() reads eight bytes
      auto room = reinterpret_cast<uint8_t *>(&parser->key[0]);
      rf::Unescaped result = rf::unescape(key, room);
      if (result.problem != RF_JSON_FINE) return fail(result.problem, result.at);
      key = room;
      length = size_t(result.end - room);
    }
    if (first < 0) return true;
    uint64_t head = rf::head(key, length);
    int32_t step = expected;
    do {
      const rf_json_step &at = request->steps[step];
      int32_t next = at.next_sibling < 0 ? first : at.next_sibling;
      if (at.key_head == head && at.key_length == length && at.key != nullptr
          && (length <= 8 || memcmp(at.key, key, length) == 0)) {
        found = step;
        expected = next;
        return true;
      }
      step = next;
    } while (step != expected);
    return true;
  }
};

/// Finds what simdjson's index refuses without a place: the caller looks for it.
rf_json_outcome refused(error_code error, size_t length) {
  switch (error) {
  case UTF8_ERROR:
    return {RF_JSON_INVALID_UTF8, 0, 0};
  case UNESCAPED_CHARS:
    return {RF_JSON_CONTROL_CHARACTER, 0, 0};
  case MEMALLOC:
    return {RF_JSON_NO_MEMORY, 0, 0};
  default:
    return {RF_JSON_INVALID, length, 0};
  }
}

} // namespace

rf_json_parser *rf_json_parser_new(void) { return new (std::nothrow) rf_json_parser(); }

void rf_json_parser_free(rf_json_parser *parser) { delete parser; }

rf_json_outcome rf_json_tokenise(
    rf_json_parser *parser, uint8_t *text, size_t length, size_t room,
    const rf_json_record *records, size_t record_count, const rf_json_request *request,
    rf_json_field *fields) {
  // Grown in powers of two, so that records of rising length do not allocate each time.
  if (parser->on_demand.capacity() < length) {
    size_t capacity = 1 << 16;
    while (capacity < length) capacity *= 2;
    if (auto error = parser->on_demand.allocate(capacity)) return refused(error, length);
  }

  if (request->duplicates != RF_JSON_LAST && parser->seen_in.size() < request->step_count)
    parser->seen_in.resize(request->step_count);

  Walk walk(parser, text, room, request);
  padded_string_view view(text, length, length + RF_JSON_PADDING);
  if (auto error = parser->on_demand.iterate(view).get(walk.document))
    return refused(error, length);

  auto all = [&]() -> bool {
    ondemand::array elements;
    if (walk.document.get_array().get(elements)) return walk.fail_here();
    size_t seen = 0;
    for (auto element : elements) {
      ondemand::value value;
      if (std::move(element).get(value)) return walk.fail_here();
      auto token = reinterpret_cast<const uint8_t *>(value.raw_json_token().data());
      if (seen == record_count) return walk.fail(RF_JSON_INVALID, token);
      const uint8_t *start = text + records[seen].offset;
      while (rf::is_blank(*start)) start++;
      // An element more, or one that begins elsewhere: the record before it was not one value.
      if (token != start) return walk.fail(RF_JSON_INVALID, token);
      if (!walk.record(value, fields + seen * request->slot_count)) return false;
      seen++;
    }
    const char *rest = nullptr;
    bool at_end = walk.document.current_location().get(rest) != SUCCESS;
    if (at_end && seen == record_count) return true;
    return walk.fail(
        RF_JSON_INVALID, at_end ? text + length - 1 : reinterpret_cast<const uint8_t *>(rest));
  };
  bool fine = all();
  return {
      fine ? RF_JSON_FINE : walk.problem, fine ? 0 : size_t(walk.fault - text),
      walk.unescaped(room)};
}

size_t rf_json_unescape(const uint8_t *content, uint8_t *to) {
  return size_t(rf::unescape(content, to).end - to);
}

bool rf_utf8_is_valid(const uint8_t *bytes, size_t length) {
  return validate_utf8(reinterpret_cast<const char *>(bytes), length);
}
