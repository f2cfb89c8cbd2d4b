#include "executor/runtime_version.hpp"

#include "codec/scale.hpp"

namespace serinus::executor {
namespace {

constexpr ByteArray<8> kCoreApi = {0xdf, 0x6a, 0xcb, 0x68, 0x99, 0x07, 0x60, 0x9b};  // blake2b_64("Core")

/// The fields that every version has, in wire order. Spec: defn-rt-core-version
struct VersionStart {
    std::string spec_name;
    std::string impl_name;
    uint32_t authoring_version;
    uint32_t spec_version;
    uint32_t impl_version;
    std::vector<RuntimeApi> apis;
};

/// The version of the API "Core", which decides how many fields a runtime's version has; 0 without it.
uint32_t core_version(const std::vector<RuntimeApi>& apis) noexcept {
    const auto core = std::ranges::find(apis, kCoreApi, &RuntimeApi::id);
    return core == apis.end() ? 0 : core->version;
}

}  // namespace

std::optional<RuntimeVersion> decode_runtime_version(BytesView bytes, std::optional<std::vector<RuntimeApi>> apis) {
    scale::Decoder in(bytes);
    auto start = scale::decode_from<VersionStart>(in);
    if (!start) return std::nullopt;
    if (apis) start->apis = std::move(*apis);

    const uint32_t core = core_version(start->apis);
    RuntimeVersion version{.spec_name = std::move(start->spec_name),
                           .impl_name = std::move(start->impl_name),
                           .authoring_version = start->authoring_version,
                           .spec_version = start->spec_version,
                           .impl_version = start->impl_version,
                           .apis = std::move(start->apis)};
    if (core >= 3 && !scale::decode_into(in, version.transaction_version)) return std::nullopt;
    if (core >= 4 && !scale::decode_into(in, version.system_version)) return std::nullopt;
    return version;
}

}  // namespace serinus::executor
