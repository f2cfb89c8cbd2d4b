/// The accounts that pallets keep money in: no key belongs to them.
/// Source: frame_support::PalletId, sp_runtime::traits::AccountIdConversion of July 2023
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus::frame_support {

/// Eight letters by which a pallet is known.
struct PalletId {
    ByteArray<8> _0{};
    friend bool operator==(const PalletId&, const PalletId&) = default;
};

}  // namespace serinus::frame_support

namespace serinus::sdk {

using frame_support::PalletId;

constexpr PalletId pallet_id(const char (&letters)[9]) {
    PalletId out;
    for (size_t i = 0; i < 8; ++i) out._0[i] = static_cast<uint8_t>(letters[i]);
    return out;
}

/// "modl" and the identifier, filled up with zeros.
constexpr AccountId account_of(const PalletId& id) {
    AccountId out;
    constexpr std::string_view kKind = "modl";
    const auto rest = std::copy(kKind.begin(), kKind.end(), out.bytes.begin());
    std::copy(id._0.begin(), id._0.end(), rest);
    return out;
}

/// An account of a pallet for one of several purposes: "modl", the identifier, then `purpose`, cut off where it is
/// full.
constexpr AccountId sub_account_of(const PalletId& id, BytesView purpose) {
    AccountId out = account_of(id);
    constexpr size_t kUsed = 4 + 8;
    std::copy_n(purpose.begin(), std::min(purpose.size(), out.bytes.size() - kUsed), out.bytes.begin() + kUsed);
    return out;
}

/// The account of the entry `index` of a kind, whose letters come first, as a SCALE string.
inline AccountId sub_account_of(const PalletId& id, std::string_view kind, uint32_t index) {
    return sub_account_of(id, scale::encode(std::pair(kind, index)));
}

}  // namespace serinus::sdk
