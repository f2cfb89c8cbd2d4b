#include "rpc/methods/json_delta.hpp"

#include <boost/json.hpp>

namespace serinus::rpc {

namespace json = boost::json;

namespace {

json::array removed(const json::value& value) { return {value, 0, 0}; }

std::optional<json::value> object_delta(const json::object& before, const json::object& after) {
    json::object out;
    for (const auto& [name, value] : before) {
        const auto* now = after.if_contains(name);
        if (now == nullptr) {
            out[name] = removed(value);
        } else if (auto delta = json_delta(value, *now)) {
            out[name] = *std::move(delta);
        }
    }
    for (const auto& [name, value] : after) {
        if (!before.contains(name)) out[name] = json::array{value};
    }
    return out.empty() ? std::nullopt : std::optional<json::value>(std::move(out));
}

std::optional<json::value> array_delta(const json::array& before, const json::array& after) {
    size_t begin = 0, end = 0;
    const size_t shorter = std::min(before.size(), after.size());
    while (begin < shorter && before[begin] == after[begin]) ++begin;
    while (begin + end < shorter && before[before.size() - 1 - end] == after[after.size() - 1 - end]) ++end;
    json::object out{{"_t", "a"}};
    for (size_t i = begin; i + end < after.size(); ++i) out[std::to_string(i)] = json::array{after[i]};
    for (size_t i = begin; i + end < before.size(); ++i) out["_" + std::to_string(i)] = removed(before[i]);
    return out.size() == 1 ? std::nullopt : std::optional<json::value>(std::move(out));
}

}  // namespace

std::optional<json::value> json_delta(const json::value& before, const json::value& after) {
    if (before.is_object() && after.is_object()) return object_delta(before.get_object(), after.get_object());
    if (before.is_array() && after.is_array()) return array_delta(before.get_array(), after.get_array());
    if (before == after) return std::nullopt;
    return json::value(json::array{before, after});
}

}  // namespace serinus::rpc
