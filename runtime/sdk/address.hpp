/// How a call names an account.
#pragma once

#include "runtime/sdk/metadata_names.hpp"

namespace serinus::sp_runtime::multiaddress {

/// `AccountIndex` is `()` on Kusama: an index resolves to nothing.
template <class AccountId, class AccountIndex>
struct MultiAddress {
    using Params = sdk::List<sdk::Param<"AccountId", AccountId>, sdk::Param<"AccountIndex", AccountIndex>>;

    struct Id {
        AccountId _0;
        friend bool operator==(const Id&, const Id&) = default;
    };
    struct Index {
        scale::Compact<AccountIndex> _0;
        friend bool operator==(const Index&, const Index&) { return true; }
    };
    struct Raw {
        Bytes _0;
        friend bool operator==(const Raw&, const Raw&) = default;
    };
    struct Address32 {
        ByteArray<32> _0;
        friend bool operator==(const Address32&, const Address32&) = default;
    };
    struct Address20 {
        ByteArray<20> _0;
        friend bool operator==(const Address20&, const Address20&) = default;
    };
    std::variant<Id, Index, Raw, Address32, Address20> v;
    friend bool operator==(const MultiAddress&, const MultiAddress&) = default;
};

}  // namespace serinus::sp_runtime::multiaddress

namespace serinus::sdk {

using LookupSource = sp_runtime::multiaddress::MultiAddress<AccountId, Unit>;

}  // namespace serinus::sdk

namespace serinus::scale {

/// Measured: tests/differential/heap.mjs
template <>
inline constexpr RustLayout kRustLayout<sdk::LookupSource>{36, 4};

/// As of any aggregate, but compiled once (codecs.cpp): half of all calls have an address.
template <>
struct Codec<sdk::LookupSource> {
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const sdk::LookupSource& address);
    static void write(Encoder& out, const sdk::LookupSource& address);
    static bool read(Decoder& in, sdk::LookupSource& address);
};

}  // namespace serinus::scale
