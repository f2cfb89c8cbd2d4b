#include "runtime_api/call.hpp"

#include "base/hex.hpp"

namespace serinus::runtime_api {
namespace {

using executor::CallError;

constexpr size_t kShownBytes = 32;  ///< of an answer that cannot be decoded

}  // namespace

CallError undecodable(std::string_view name, BytesView answer, std::string_view why) {
    std::string shown = to_hex_prefixed(answer.first(std::min(answer.size(), kShownBytes)));
    if (answer.size() > kShownBytes) shown += "…";
    return {CallError::Kind::kBadResult, std::string(name) + " returns what cannot be decoded: " + std::string(why) +
                                             ": " + shown + " (" + std::to_string(answer.size()) + " bytes)"};
}

CallError no_such_call(std::string_view name, const Versions& versions, std::optional<uint32_t> version) {
    const std::string api(api_of(name));
    if (!version) return {CallError::Kind::kNoSuchMethod, "the runtime has no API " + api};
    std::string range = "since " + std::to_string(versions.first);
    if (versions.last != UINT32_MAX) {
        range = "in the versions " + std::to_string(versions.first) + " to " + std::to_string(versions.last);
    }
    return {CallError::Kind::kNoSuchMethod, "the runtime has version " + std::to_string(*version) + " of the API " +
                                                api + ", and " + std::string(name) + " is known " + range};
}

}  // namespace serinus::runtime_api
