#include "runtime/xcm/builders/origins.hpp"

namespace serinus::xcm {

std::optional<RuntimeOrigin> FirstOrigin::origin_of(const Location& location, OriginKind kind) const {
    for (const OriginConverter* const part : parts_) {
        if (auto origin = part->origin_of(location, kind)) return origin;
    }
    return std::nullopt;
}

std::optional<RuntimeOrigin> SovereignSigned::origin_of(const Location& location, OriginKind kind) const {
    if (kind != OriginKind::SovereignAccount) return std::nullopt;
    const auto account = accounts_.account_of(location);
    if (!account) return std::nullopt;
    return RuntimeOrigin::signed_by(*account);
}

std::optional<RuntimeOrigin> ParachainAsNative::origin_of(const Location& location, OriginKind kind) const {
    if (kind != OriginKind::Native || !location.is_only(parents_, Junction::Kind::Parachain)) return std::nullopt;
    return make_(static_cast<uint32_t>(location.interior[0].number));
}

std::optional<RuntimeOrigin> AccountAsNative::origin_of(const Location& location, OriginKind kind) const {
    if (kind != OriginKind::Native) return std::nullopt;
    const auto account = accounts_.account_of(location);
    if (!account) return std::nullopt;
    return RuntimeOrigin::signed_by(*account);
}

std::optional<RuntimeOrigin> FixedOrigin::origin_of(const Location& location, OriginKind kind) const {
    if (kind != kind_ || !locations_(location)) return std::nullopt;
    return make_();
}

std::optional<RuntimeOrigin> XcmPassthrough::origin_of(const Location& location, OriginKind kind) const {
    if (kind != OriginKind::Xcm) return std::nullopt;
    return make_(location);
}

std::optional<Location> location_of_signer(const RuntimeOrigin& origin, const std::optional<NetworkId>& network) {
    const AccountId* const signer = origin.caller().signer();
    if (signer == nullptr) return std::nullopt;
    return Location{0, {Junction::account_id32(network, signer->bytes)}};
}

}  // namespace serinus::xcm
