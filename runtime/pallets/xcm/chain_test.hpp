/// A relay chain for tests of XcmPallet: real balances, accounts and executor; other chains are a list of the messages
/// that they were sent, and what this chain trusts them with.
#pragma once

#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/xcm/locker.hpp"
#include "runtime/pallets/xcm/pay.hpp"
#include "runtime/pallets/xcm/xcm.hpp"
#include "runtime/xcm/builders/accounts.hpp"
#include "runtime/xcm/builders/barriers.hpp"
#include "runtime/xcm/builders/calls.hpp"
#include "runtime/xcm/builders/layers.hpp"
#include "runtime/xcm/builders/traders.hpp"
#include "runtime/xcm/builders/transactors.hpp"
#include "runtime/xcm/builders/weigher.hpp"
#include "runtime/xcm/sample_test.hpp"

namespace serinus::pallet_xcm::chain {

using mock::Balances, mock::System;
using XcmPallet = Pallet<struct XcmConfig>;
template <class T>
struct ListenerOf;
using Listener = ListenerOf<struct ListenerConfig>;

/// What is around the chain.
struct Outside {
    std::vector<std::pair<xcm::Location, xcm::Program>> messages;
    xcm::Assets price;
    std::optional<xcm::SendError> validate_error, deliver_error;
    bool is_waived = false;  ///< for all but the chain itself, which never pays
    uint128_t price_of_weight = 0;
    std::vector<xcm::Location> teleporters;
    std::vector<xcm::Location> reserves;
    Weight instruction_weight = Weight::from_parts(10, 1);
    std::optional<xcm::CheckingAccount> checking;
    bool filters_programs = false, filters_teleports = false, filters_reserves = false;
    bool has_no_deposit = false;
    std::vector<std::pair<uint64_t, xcm::Response>> heard;
    void (*on_delivery)(const xcm::Location& destination, const Bytes& message) = nullptr;
};
inline Outside outside;

using xcm::test::coins, xcm::test::coins_only, xcm::test::parachain, xcm::test::topic;

inline std::optional<xcm::NetworkId> network() { return xcm::NetworkId::kusama(); }
inline xcm::Location place_of(const AccountId& who) { return {0, {xcm::Junction::account_id32(network(), who.bytes)}}; }

/// Every message has the same id.
struct FakeRouter final : xcm::Router {
    Result<xcm::PricedTicket, xcm::SendError> validate(const xcm::Location& destination,
                                                       const xcm::Program& message) const override {
        if (outside.validate_error) return Err(*outside.validate_error);
        return xcm::PricedTicket{{0, destination, message.encoded(), topic(9)}, outside.price};
    }
    Result<xcm::XcmHash, xcm::SendError> deliver(const xcm::Ticket& ticket) const override {
        if (outside.deliver_error) return Err(*outside.deliver_error);
        if (outside.on_delivery != nullptr) outside.on_delivery(ticket.destination, ticket.message);
        scale::Decoder in(ticket.message);
        uint32_t count = 0;
        EXPECT_TRUE(in.compact(count));
        outside.messages.emplace_back(ticket.destination, xcm::Program(count, to_bytes(in.rest())));
        return ticket.id;
    }
};
struct FakeFees final : xcm::FeeManager {
    bool is_waived(const xcm::Location* origin, xcm::FeeReason) const override {
        return origin && (outside.is_waived || origin->is_here());
    }
};
template <auto kPlaces>
struct FakePlaces final : xcm::AssetPlaces {
    bool contains(const xcm::Asset&, const xcm::Location& place) const override {
        const auto& places = outside.*kPlaces;
        return std::ranges::find(places, place) != places.end();
    }
};
inline Weight weight_of(const xcm::Instruction&) { return outside.instruction_weight; }
inline std::optional<xcm::CheckingAccount> checking() { return outside.checking; }

inline xcm::Junctions here() { return {xcm::Junction::global_consensus(xcm::NetworkId::kusama())}; }
inline constexpr xcm::FixedLocation kHere{here};
inline constexpr xcm::ParachainAccounts kParachains = xcm::ParachainAccounts::children();
inline constexpr xcm::LocalAccounts kLocals{network};
inline constexpr const xcm::AccountConverter* kAllAccounts[] = {&kParachains, &kLocals};
inline constexpr xcm::FirstAccount kAccounts{kAllAccounts};
inline constexpr xcm::FungibleAdapter<Balances> kAssets{xcm::test::native, kAccounts, checking};
inline constexpr FakeRouter kRouter;
inline constexpr FakeFees kFees;
inline constexpr FakePlaces<&Outside::teleporters> kTeleporters;
inline constexpr FakePlaces<&Outside::reserves> kReserves;
inline constexpr xcm::RuntimeCallWeigher kCallWeigher;
inline constexpr xcm::TableWeigher kWeigher{weight_of, kCallWeigher, 100};
inline constexpr xcm::WeightPrice kPrice{xcm::test::native, [](Weight) { return outside.price_of_weight; },
                                         [](uint128_t) {}};
inline constexpr xcm::PriceTraders kTraders{kPrice};
inline constexpr xcm::AllowUnpaidExecutionFrom kAll{xcm::is_any};
inline constexpr xcm::StorageLayers kLayers;

struct ExecuteOrigin {
    using Success = xcm::Location;
    static std::optional<xcm::Location> try_origin(const RuntimeOrigin& origin) {
        if (origin.caller().is_root()) return xcm::Location::here();
        return xcm::location_of_signer(origin, network());
    }
};

/// A deposit by the bytes of aliases.
struct Deposits {
    using Ticket = uint64_t;
    static ResultOf<Ticket> create(const AccountId&, Footprint footprint) {
        ENSURE(!outside.has_no_deposit, TokenError::FundsUnavailable);
        return footprint.count * footprint.size;
    }
    static ResultOf<Ticket> update(const Ticket&, const AccountId& who, Footprint footprint) {
        return create(who, footprint);
    }
    static DispatchResult drop(const Ticket&, const AccountId&) { return {}; }
};

struct ProgramFilter {
    static bool contains(const ProgramOf&) { return !outside.filters_programs; }
};
struct TeleportFilter {
    static bool contains(const AssetsOf&) { return !outside.filters_teleports; }
};
struct ReserveFilter {
    static bool contains(const AssetsOf&) { return !outside.filters_reserves; }
};

struct XcmConfig {
    static constexpr PalletInfo kInfo{99, "XcmPallet"};
    static constexpr Constants<> kConstants{
        .UniversalLocation = {.network = xcm::NetworkId::Kind::Kusama}, .MaxLockers = 8, .MaxRemoteLockConsumers = 1};
    static constexpr auto kWeights = kDefaultWeights<Weights>;
    static constexpr RuntimeDbWeight kDbWeight = kDefaultDbWeight;
    static constexpr uint32_t kVersionDiscoveryQueueSize = 3;
    using System = mock::System;
    static const xcm::Config& executor();
    /// Accounts, the chain, and places for which the pallet vouches.
    using SendXcmOrigin = EitherOf<ExecuteOrigin, EnsureXcm<XcmPallet>>;
    using ExecuteXcmOrigin = ExecuteOrigin;
    using AdminOrigin = EnsureRoot;
    using XcmExecuteFilter = ProgramFilter;
    using XcmTeleportFilter = TeleportFilter;
    using XcmReserveTransferFilter = ReserveFilter;
    using AuthorizedAliasConsideration = Deposits;
    using RemoteLockConsumerIdentifier = Unit;
};

struct ListenerConfig {
    static constexpr PalletInfo kInfo{50, "Listener"};
};
/// Is told the answers to queries.
template <class T>
struct ListenerOf : PalletBase<ListenerOf<T>, T> {
    /// Fails for a query that it has been told of. Weighs 1000.
    struct hear {
        uint64_t query_id{};
        xcm::Response response;
        Weight weight() const { return Weight::from_parts(1000, 0); }
        DispatchResultWithPostInfo operator()(sdk::Origin<EnsureResponse<XcmPallet>> by) const;
    };
    using Calls = List<At<0, hear>>;
};

struct Runtime : mock::RuntimeOf<XcmPallet, Listener> {};

/// Who is trusted with reserves is trusted with locks.
inline constexpr AssetLocks<XcmPallet, Balances> kLocks{xcm::test::native, kAccounts, kReserves};

}  // namespace serinus::pallet_xcm::chain

namespace serinus::pallet_xcm {

using chain::coins, chain::coins_only, chain::outside, chain::parachain, chain::place_of, chain::topic;
using mock::event, mock::kAlice, mock::kBob, mock::kUnit, mock::root, mock::signed_by;

class XcmTest : public mock::World<chain::Runtime> {
  protected:
    using Xcm = chain::XcmPallet;
    using Event = Xcm::Event;
    using Error = Xcm::Error;
    using Query = Xcm::QueryStatus;
    using Balances = mock::Balances;
    using Op = xcm::Op;

    void SetUp() override {
        outside = {};
        World::SetUp();
    }

    static constexpr auto& storage = Xcm::storage;
    static Balance free(const AccountId& who) { return Balances::free_balance(who); }
    static AccountId sovereign(uint32_t para) { return *chain::kAccounts.account_of(parachain(para)); }
    static xcm::Context context() { return {std::nullopt, topic(1), std::nullopt}; }
    /// The only message that was sent.
    static std::vector<xcm::Instruction> message() {
        EXPECT_EQ(outside.messages.size(), 1u);
        return outside.messages.empty() ? std::vector<xcm::Instruction>() : outside.messages.front().second.to_vector();
    }
    /// A location or an asset that version 5 can say, in an older one.
    template <class V>
    static xcm::Versioned<V> in(xcm::Version version, const V& value) {
        return *xcm::Versioned<V>::in_version(value, version);
    }
    /// An asset that only version 3 can say.
    static xcm::VersionedAssetId abstract_id() {
        Bytes bytes{3, 1};
        bytes.resize(2 + 32, 7);
        return *xcm::VersionedAssetId::decode(bytes);
    }
    static xcm::VersionedAssets abstract_asset() {
        Bytes bytes{3, 4};
        append(bytes, abstract_id().content());
        append(bytes, Bytes{0, 4});  // fungible, 1
        return *xcm::VersionedAssets::decode(bytes);
    }
};

}  // namespace serinus::pallet_xcm
