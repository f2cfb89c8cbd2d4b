/// What Proxy stores about those who may act for others, and about what they have announced.
/// Pallet: proxy
#pragma once

#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::pallet_proxy {

using namespace sdk;

/// One account that may act for another. The order of the fields is that of a sorted list.
template <class AccountId, class ProxyType, class BlockNumber>
struct ProxyDefinition {
    using Params =
        List<Param<"AccountId", AccountId>, Param<"ProxyType", ProxyType>, Param<"BlockNumber", BlockNumber>>;

    AccountId delegate;      ///< who may act
    ProxyType proxy_type{};  ///< which calls
    BlockNumber delay{};     ///< blocks between announcement and call; 0: no announcement is needed
    friend bool operator==(const ProxyDefinition&, const ProxyDefinition&) = default;
    friend auto operator<=>(const ProxyDefinition&, const ProxyDefinition&) = default;
};

/// A call that a proxy is going to make.
template <class AccountId, class Hash, class BlockNumber>
struct Announcement {
    using Params = List<Param<"AccountId", AccountId>, Param<"Hash", Hash>, Param<"BlockNumber", BlockNumber>>;

    AccountId real;        ///< for whom
    Hash call_hash;        ///< BLAKE2b-256 of the encoded call
    BlockNumber height{};  ///< the block of the announcement
    friend bool operator==(const Announcement&, const Announcement&) = default;
};

/// What a deposit is for.
enum class DepositKind : uint8_t {
    /// The proxies of an account.
    Proxies,
    /// What a proxy has announced.
    Announcements,
};

}  // namespace serinus::pallet_proxy
