#include "metadata/fetch.hpp"

#include <algorithm>

namespace serinus::metadata {
namespace {

constexpr uint32_t kNewest = 16, kOldestByVersion = 15;

Result<Bytes, std::string> fetch_default(const CallRuntime& call) {
    const Bytes answer = TRY(call("Metadata_metadata", {}));
    auto opaque = scale::decode<Bytes>(answer);
    ENSURE(opaque, std::string("the runtime returns no metadata"));
    return *std::move(opaque);
}

/// Empty: the runtime does not say.
std::vector<uint32_t> versions_of(const CallRuntime& call) {
    const auto answer = call("Metadata_metadata_versions", {});
    if (!answer) return {};
    auto versions = scale::decode<std::vector<uint32_t>>(*answer);
    return versions ? *std::move(versions) : std::vector<uint32_t>();
}

}  // namespace

Result<std::optional<Bytes>, std::string> fetch_version(const CallRuntime& call, uint32_t version) {
    const Bytes answer = TRY(call("Metadata_metadata_at_version", scale::encode(version)));
    auto opaque = scale::decode<std::optional<Bytes>>(answer);
    ENSURE(opaque, std::string("the runtime returns no metadata"));
    return *std::move(opaque);
}

Result<Bytes, std::string> fetch_encoded(const CallRuntime& call) {
    const std::vector<uint32_t> versions = versions_of(call);
    for (uint32_t version = kNewest; version >= kOldestByVersion; --version) {
        if (std::ranges::find(versions, version) == versions.end()) continue;
        auto found = fetch_version(call, version);
        if (found && *found) return **std::move(found);
    }
    return fetch_default(call);
}

Result<std::unique_ptr<const Metadata>, std::string> fetch(const CallRuntime& call) {
    return Metadata::decode(TRY(fetch_encoded(call)));
}

}  // namespace serinus::metadata
