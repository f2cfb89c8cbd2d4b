/// How extrinsics of the formats 4 and 5 begin: the first byte has the kind in its two highest bits, the format in the
/// others. Observed: generic::unchecked_extrinsic of sp-runtime 43; Spec: RFC-84, RFC-99
#pragma once

#include <cstdint>
#include <optional>

namespace serinus::sdk {

enum class ExtrinsicKind : uint8_t {
    Bare = 0b00,     ///< neither signature nor extensions: format 4 or 5
    General = 0b01,  ///< extensions, behind a byte with their version: format 5
    Signed = 0b10,   ///< an address, a signature, extensions of version 0: format 4
};

struct Preamble {
    ExtrinsicKind kind = ExtrinsicKind::Bare;
    uint8_t format = 0;
};

/// The format of the inherents of a runtime whose extensions are a pipeline.
inline constexpr uint8_t kNewestExtrinsicFormat = 5;

/// nullopt: no extrinsic begins so.
constexpr std::optional<Preamble> preamble_of(uint8_t first) noexcept {
    constexpr uint8_t kFormatBits = 6, kFormatMask = 0x3f;
    const auto kind = static_cast<ExtrinsicKind>(first >> kFormatBits);
    const uint8_t format = first & kFormatMask;
    const bool is_known = kind == ExtrinsicKind::Bare      ? format == 4 || format == 5
                          : kind == ExtrinsicKind::Signed  ? format == 4
                          : kind == ExtrinsicKind::General ? format == 5
                                                           : false;
    if (!is_known) return std::nullopt;
    return Preamble{kind, format};
}

}  // namespace serinus::sdk
