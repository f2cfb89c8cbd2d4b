#include "runtime/sdk/origin.hpp"

namespace serinus::sdk {

bool RuntimeOrigin::allows(const RuntimeCall& call) const {
    if (caller_.is_root()) return true;
    if (!base_filter_allows(call)) return false;
    for (const CallFilter& filter : filters_) {
        if (!filter.allows(call, filter.data)) return false;
    }
    return true;
}

bool is_origin_of(const RuntimeOrigin& origin, uint8_t pallet, uint8_t variant) {
    const auto* const found = std::get_if<PalletOrigin>(&origin.caller().v);
    return found != nullptr && found->pallet == pallet && found->origin.size() == 1 && found->origin[0] == variant;
}

ResultOf<AccountId> ensure_signed(const RuntimeOrigin& origin) {
    const AccountId* const who = origin.caller().signer();
    ENSURE(who != nullptr, kBadOrigin);
    return *who;
}

ResultOf<std::optional<AccountId>> ensure_signed_or_root(const RuntimeOrigin& origin) {
    if (origin.caller().is_root()) return std::optional<AccountId>{};
    return std::optional<AccountId>(TRY(ensure_signed(origin)));
}

ResultOf<Signed> Signed::check(const RuntimeOrigin& origin) { return Signed{TRY(ensure_signed(origin))}; }

ResultOf<Root> Root::check(const RuntimeOrigin& origin) {
    ENSURE(origin.caller().is_root(), kBadOrigin);
    return Root{};
}

ResultOf<None> None::check(const RuntimeOrigin& origin) {
    ENSURE(origin.caller().is_none(), kBadOrigin);
    return None{};
}

ResultOf<NotNone> NotNone::check(const RuntimeOrigin& origin) {
    ENSURE(!origin.caller().is_none(), kBadOrigin);
    return NotNone{};
}

}  // namespace serinus::sdk

namespace serinus::scale {

bool Codec<sdk::OriginCaller>::read(Decoder& in, sdk::OriginCaller& origin) {
    uint8_t pallet;
    if (!in.byte(pallet)) return false;
    if (pallet == sdk::kSystemPallet) {
        sdk::RawOrigin raw;
        if (!decode_into(in, raw)) return false;
        origin.v = std::move(raw);
        return true;
    }
    const uint8_t* const start = in.position();
    if (!sdk::skip_pallet_origin(in, pallet)) return false;
    origin.v = sdk::PalletOrigin{pallet, Bytes(start, in.position())};
    return true;
}

}  // namespace serinus::scale
