/// Where something is in the network of consensus systems: so many steps up, then down through junctions.
/// Source: XCM version 3; the names of the namespaces are the paths of the types in Kusama's metadata.
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus::xcm::v3::junction {

using sdk::Compact;

/// A consensus system of its own: a relay chain or a chain that stands alone.
struct NetworkId {
    struct ByGenesis {
        ByteArray<32> _0;
        friend bool operator==(const ByGenesis&, const ByGenesis&) = default;
    };
    struct ByFork {
        uint64_t block_number{};
        ByteArray<32> block_hash{};
        friend bool operator==(const ByFork&, const ByFork&) = default;
    };
    struct Polkadot {
        friend bool operator==(Polkadot, Polkadot) = default;
    };
    struct Kusama {
        friend bool operator==(Kusama, Kusama) = default;
    };
    struct Westend {
        friend bool operator==(Westend, Westend) = default;
    };
    struct Rococo {
        friend bool operator==(Rococo, Rococo) = default;
    };
    struct Wococo {
        friend bool operator==(Wococo, Wococo) = default;
    };
    struct Ethereum {
        Compact<uint64_t> chain_id;
        friend bool operator==(const Ethereum&, const Ethereum&) = default;
    };
    struct BitcoinCore {
        friend bool operator==(BitcoinCore, BitcoinCore) = default;
    };
    struct BitcoinCash {
        friend bool operator==(BitcoinCash, BitcoinCash) = default;
    };
    std::variant<ByGenesis, ByFork, Polkadot, Kusama, Westend, Rococo, Wococo, Ethereum, BitcoinCore, BitcoinCash> v;
    friend bool operator==(const NetworkId&, const NetworkId&) = default;
};

/// A body of a chain's governance.
struct BodyId {
    struct Unit {
        friend bool operator==(Unit, Unit) = default;
    };
    struct Moniker {
        ByteArray<4> _0{};
        friend bool operator==(const Moniker&, const Moniker&) = default;
    };
    struct Index {
        Compact<uint32_t> _0;
        friend bool operator==(const Index&, const Index&) = default;
    };
    struct Executive {
        friend bool operator==(Executive, Executive) = default;
    };
    struct Technical {
        friend bool operator==(Technical, Technical) = default;
    };
    struct Legislative {
        friend bool operator==(Legislative, Legislative) = default;
    };
    struct Judicial {
        friend bool operator==(Judicial, Judicial) = default;
    };
    struct Defense {
        friend bool operator==(Defense, Defense) = default;
    };
    struct Administration {
        friend bool operator==(Administration, Administration) = default;
    };
    struct Treasury {
        friend bool operator==(Treasury, Treasury) = default;
    };
    std::variant<Unit, Moniker, Index, Executive, Technical, Legislative, Judicial, Defense, Administration, Treasury>
        v;
    friend bool operator==(const BodyId&, const BodyId&) = default;
};

/// How much of a body speaks.
struct BodyPart {
    struct Voice {
        friend bool operator==(Voice, Voice) = default;
    };
    struct Members {
        Compact<uint32_t> count;
        friend bool operator==(const Members&, const Members&) = default;
    };
    struct Fraction {
        Compact<uint32_t> nom;
        Compact<uint32_t> denom;
        friend bool operator==(const Fraction&, const Fraction&) = default;
    };
    struct AtLeastProportion {
        Compact<uint32_t> nom;
        Compact<uint32_t> denom;
        friend bool operator==(const AtLeastProportion&, const AtLeastProportion&) = default;
    };
    struct MoreThanProportion {
        Compact<uint32_t> nom;
        Compact<uint32_t> denom;
        friend bool operator==(const MoreThanProportion&, const MoreThanProportion&) = default;
    };
    std::variant<Voice, Members, Fraction, AtLeastProportion, MoreThanProportion> v;
    friend bool operator==(const BodyPart&, const BodyPart&) = default;
};

/// One step down, or sideways for GlobalConsensus.
struct Junction {
    struct Parachain {
        Compact<uint32_t> _0;
        friend bool operator==(const Parachain&, const Parachain&) = default;
    };
    struct AccountId32 {
        std::optional<NetworkId> network;
        ByteArray<32> id{};
        friend bool operator==(const AccountId32&, const AccountId32&) = default;
    };
    struct AccountIndex64 {
        std::optional<NetworkId> network;
        Compact<uint64_t> index;
        friend bool operator==(const AccountIndex64&, const AccountIndex64&) = default;
    };
    struct AccountKey20 {
        std::optional<NetworkId> network;
        ByteArray<20> key{};
        friend bool operator==(const AccountKey20&, const AccountKey20&) = default;
    };
    struct PalletInstance {
        uint8_t _0{};
        friend bool operator==(const PalletInstance&, const PalletInstance&) = default;
    };
    struct GeneralIndex {
        Compact<uint128_t> _0;
        friend bool operator==(const GeneralIndex&, const GeneralIndex&) = default;
    };
    struct GeneralKey {
        uint8_t length{};
        ByteArray<32> data{};
        friend bool operator==(const GeneralKey&, const GeneralKey&) = default;
    };
    struct OnlyChild {
        friend bool operator==(OnlyChild, OnlyChild) = default;
    };
    struct Plurality {
        BodyId id;
        BodyPart part;
        friend bool operator==(const Plurality&, const Plurality&) = default;
    };
    struct GlobalConsensus {
        NetworkId _0;
        friend bool operator==(const GlobalConsensus&, const GlobalConsensus&) = default;
    };
    std::variant<Parachain, AccountId32, AccountIndex64, AccountKey20, PalletInstance, GeneralIndex, GeneralKey,
                 OnlyChild, Plurality, GlobalConsensus>
        v;
    friend bool operator==(const Junction&, const Junction&) = default;
};

}  // namespace serinus::xcm::v3::junction

namespace serinus::xcm::v3::junctions {

using junction::Junction;

/// Up to eight steps, the number of which is the variant's index.
struct Junctions {
    struct Here {
        friend bool operator==(Here, Here) = default;
    };
    struct X1 {
        Junction _0;
        friend bool operator==(const X1&, const X1&) = default;
    };
    struct X2 {
        Junction _0, _1;
        friend bool operator==(const X2&, const X2&) = default;
    };
    struct X3 {
        Junction _0, _1, _2;
        friend bool operator==(const X3&, const X3&) = default;
    };
    struct X4 {
        Junction _0, _1, _2, _3;
        friend bool operator==(const X4&, const X4&) = default;
    };
    struct X5 {
        Junction _0, _1, _2, _3, _4;
        friend bool operator==(const X5&, const X5&) = default;
    };
    struct X6 {
        Junction _0, _1, _2, _3, _4, _5;
        friend bool operator==(const X6&, const X6&) = default;
    };
    struct X7 {
        Junction _0, _1, _2, _3, _4, _5, _6;
        friend bool operator==(const X7&, const X7&) = default;
    };
    struct X8 {
        Junction _0, _1, _2, _3, _4, _5, _6, _7;
        friend bool operator==(const X8&, const X8&) = default;
    };
    std::variant<Here, X1, X2, X3, X4, X5, X6, X7, X8> v;
    friend bool operator==(const Junctions&, const Junctions&) = default;
};

}  // namespace serinus::xcm::v3::junctions

namespace serinus::staging_xcm::v3::multilocation {

struct MultiLocation {
    uint8_t parents{};  ///< steps up
    xcm::v3::junctions::Junctions interior;
    friend bool operator==(const MultiLocation&, const MultiLocation&) = default;
};

}  // namespace serinus::staging_xcm::v3::multilocation
