/// A chain of fakes for tests of the executor: accounts of one map, messages that are kept, everything is logged in the
/// order in which it happens. A layer of storage is a copy of the accounts.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <map>

#include "runtime/xcm/builders/weigher.hpp"
#include "runtime/xcm/executor.hpp"
#include "runtime/xcm/sample_test.hpp"

namespace serinus::xcm::test {

/// Who has what, by the encoding of the location.
using Balances = std::map<Location, Holding>;

struct World {
    Balances balances;
    std::vector<Balances> layers;
    std::vector<std::string> log;
    std::vector<std::pair<Location, Program>> sent;  ///< delivered, without regard to layers
    Assets delivery_price;                           ///< of each message
    std::optional<SendError> validate_error, deliver_error;
    std::optional<Error> deposit_error;  ///< of deposits at `poor`
    std::optional<Location> poor;
    bool is_waived = true;
    bool refuses = false;  ///< the barrier
    bool transacts_fail = false;
    std::optional<Location> sees_trusted;  ///< for reserves, teleports and aliases; nullopt: everybody
    std::optional<Error> check_error;
    uint32_t weight_per_instruction = 10;
    std::optional<std::pair<Location, Holding>> trapped;
    std::optional<XcmHash> topic_of_barrier;
    std::function<void()> on_transact;
    std::optional<Holding> exchanged;
    std::optional<Error> lock_error;
    bool layers_are_full = false;

    Holding& of(const Location& who) { return balances[who]; }
    void note(std::string what) { log.push_back(std::move(what)); }
};

struct FakeAssets final : AssetTransactor {
    World& world;
    explicit FakeAssets(World& w) : world(w) {}
    XcmResult can_check_in(const Location&, const Asset&, const Context&) const override {
        if (world.check_error) return Err(*world.check_error);
        return {};
    }
    void check_in(const Location&, const Asset&, const Context&) const override { world.note("check in"); }
    XcmResult can_check_out(const Location&, const Asset&, const Context&) const override {
        if (world.check_error) return Err(*world.check_error);
        return {};
    }
    void check_out(const Location&, const Asset&, const Context&) const override { world.note("check out"); }
    XcmResultOf<Weight> deposit(const Asset& what, const Location& who, const Context*) const override {
        if (world.poor == who && world.of(who).empty()) return Err(*world.deposit_error);
        world.of(who).subsume(what);
        return Weight::zero();
    }
    XcmResultOf<Weight> withdraw(const Asset& what, const Location& who, const Context*) const override {
        ENSURE(world.of(who).subtract(what), Error::failed_to_transact("poor"));
        return Weight::zero();
    }
};

struct FakeRouter final : Router {
    World& world;
    explicit FakeRouter(World& w) : world(w) {}
    Result<PricedTicket, SendError> validate(const Location& destination, const Program& message) const override {
        world.note("validate");
        if (world.validate_error) return Err(*world.validate_error);
        return PricedTicket{{0, destination, message.encoded(), topic(9)}, world.delivery_price};
    }
    Result<XcmHash, SendError> deliver(const Ticket& ticket) const override {
        world.note("deliver");
        if (world.deliver_error) return Err(*world.deliver_error);
        scale::Decoder in(ticket.message);
        uint32_t count = 0;
        EXPECT_TRUE(in.compact(count));
        world.sent.emplace_back(ticket.destination, Program(count, to_bytes(in.rest())));
        return ticket.id;
    }
};

struct FakeFees final : FeeManager {
    World& world;
    explicit FakeFees(World& w) : world(w) {}
    bool is_waived(const Location* origin, FeeReason) const override { return world.is_waived && origin != nullptr; }
    void handle_fee(const Assets& fee, const Context*, FeeReason) const override {
        world.of(account(0xfe)).subsume(fee);
        world.note("fee");
    }
};

struct FakeBarrier final : Barrier {
    World& world;
    explicit FakeBarrier(World& w) : world(w) {}
    bool should_execute(const Location&, Proposal, Weight, Properties& properties) const override {
        properties.message_id = world.topic_of_barrier;
        return !world.refuses;
    }
};

/// A unit for each unit of time.
struct FakeTraders final : Traders {
    World& world;
    explicit FakeTraders(World& w) : world(w) {}
    struct One final : Trader {
        World& world;
        uint64_t paid = 0;
        explicit One(World& w) : world(w) {}
        XcmResultOf<Holding> buy(Weight weight, const Holding& payment, const Context&) override {
            Holding rest = payment;
            ENSURE(rest.subtract(coins(weight.ref_time.value)), Error(Error::Code::TooExpensive));
            paid += weight.ref_time.value;
            return rest;
        }
        std::optional<Asset> refund(Weight weight, const Context&) override {
            const uint64_t amount = std::min(weight.ref_time.value, paid);
            if (amount == 0) return std::nullopt;
            paid -= amount;
            return coins(amount);
        }
        void finish() override { world.note("paid " + std::to_string(paid)); }
    };
    std::unique_ptr<Trader> start() const override { return std::make_unique<One>(world); }
};

struct FakeCalls final : CallRunner, CallWeigher {
    World& world;
    explicit FakeCalls(World& w) : world(w) {}
    XcmResultOf<Transacted> transact(BytesView call, const Location&, OriginKind kind) const override {
        ENSURE(!call.empty(), Error(Error::Code::FailedToDecode));
        ENSURE(kind != OriginKind::Superuser, Error(Error::Code::BadOrigin));
        if (world.on_transact) world.on_transact();
        return Transacted{world.transacts_fail ? MaybeErrorCode::of({1, 2}) : MaybeErrorCode{},
                          Weight::from_parts(call[0] / 2, 0)};
    }
    std::optional<Weight> weight_of(BytesView call) const override {
        if (call.empty()) return std::nullopt;
        return Weight::from_parts(call[0], 0);
    }
};

struct FakePlaces final : AssetPlaces, Aliasers, UniversalAliases {
    World& world;
    explicit FakePlaces(World& w) : world(w) {}
    bool trusts(const Location& place) const { return !world.sees_trusted || *world.sees_trusted == place; }
    bool contains(const Asset&, const Location& place) const override { return trusts(place); }
    bool contains(const Location& origin, const Location&) const override { return trusts(origin); }
    bool contains(const Location& origin, const Junction&) const override { return trusts(origin); }
};

struct FakeRest final : ResponseHandler, AssetTrap, Subscriptions, AssetLocker, AssetExchanger, Events, Layers {
    World& world;
    explicit FakeRest(World& w) : world(w) {}
    Weight on_response(const Location&, uint64_t query_id, const Location*, const Response&, Weight,
                       const Context&) const override {
        world.note("response " + std::to_string(query_id));
        return Weight::zero();
    }
    Weight drop_assets(const Location& origin, const Holding& assets, const Context&) const override {
        world.trapped = {origin, assets};
        return Weight::from_parts(5, 0);
    }
    bool claim_assets(const Location& origin, const Location&, const Assets& what, const Context&) const override {
        return world.trapped && world.trapped->first == origin && world.trapped->second == Holding(what);
    }
    XcmResult start(const Location&, uint64_t id, Weight, const Context&) const override {
        world.note("subscribe " + std::to_string(id));
        return {};
    }
    XcmResult stop(const Location&, const Context&) const override {
        world.note("unsubscribe");
        return {};
    }
    struct Lock final : LockTicket {
        World& world;
        explicit Lock(World& w) : world(w) {}
        XcmResult enact() override {
            world.note("enact");
            return {};
        }
    };
    LockResult prepare() const {
        if (world.lock_error) return Err(*world.lock_error);
        return std::make_unique<Lock>(world);
    }
    LockResult prepare_lock(const Location&, const Asset&, const Location&) const override { return prepare(); }
    LockResult prepare_unlock(const Location&, const Asset&, const Location&) const override { return prepare(); }
    XcmResult note_unlockable(const Location&, const Asset&, const Location&) const override {
        world.note("unlockable");
        return {};
    }
    LockResult prepare_reduce_unlockable(const Location&, const Asset&, const Location&) const override {
        return prepare();
    }
    std::optional<Holding> exchange(const Location*, const Holding&, const Assets&, bool) const override {
        return world.exchanged;
    }
    void sent(const Location&, const Location&, const XcmHash&) const override { world.note("sent"); }
    void send_failed(const Location&, const Location&, const SendError&, const XcmHash&) const override {
        world.note("send failed");
    }
    void process_failed(const Location&, const Error& error, const XcmHash&) const override {
        world.note("error " + std::to_string(static_cast<int>(error.code)));
    }
    bool enter() const override {
        if (world.layers_are_full) return false;
        world.layers.push_back(world.balances);
        return true;
    }
    void leave(bool keep) const override {
        if (!keep) world.balances = world.layers.back();
        world.layers.pop_back();
    }
};

inline World* weighed_world = nullptr;

inline Junctions kusama() { return {Junction::global_consensus(NetworkId::kusama())}; }
inline std::span<const PalletEntry> some_pallets() {
    static constexpr PalletEntry kPallets[] = {{4, "Balances", "pallet_balances", 42, 1, 0},
                                               {9, "Other", "pallet_balances", 42, 1, 0}};
    return kPallets;
}

/// A relay chain of fakes. The origin is para 1000, which has a thousand coins.
class Executor : public testing::Test {
  protected:
    Executor() {
        weighed_world = &world_;
        world_.of(origin_).subsume(coins(1000));
    }

    Outcome run(std::vector<Instruction> instructions, Weight credit = {}) {
        XcmHash id = topic(1);
        return prepare_and_execute(config_, origin_, program_of(instructions), id, Weight::max(), credit);
    }
    /// The error with which a program of these ends, and its index.
    std::optional<InstructionError> failure(std::vector<Instruction> instructions) {
        const Outcome outcome = run(std::move(instructions));
        if (outcome.kind == Outcome::Kind::Complete) return std::nullopt;
        return outcome.error;
    }
    static InstructionError error_at(uint32_t index, Error error) { return {index, error}; }
    uint128_t balance(const Location& who) {
        const Asset* const first = world_.of(who).first_fungible();
        return first == nullptr ? 0 : first->fun.amount;
    }
    uint128_t trapped() const { return world_.trapped ? world_.trapped->second.first_fungible()->fun.amount : 0; }
    size_t logged(std::string_view what) const {
        return static_cast<size_t>(std::count(world_.log.begin(), world_.log.end(), what));
    }
    /// The only message that was sent.
    std::vector<Instruction> message() const {
        EXPECT_EQ(world_.sent.size(), 1u);
        return world_.sent.empty() ? std::vector<Instruction>{} : world_.sent.front().second.to_vector();
    }

    World world_;
    const Location origin_ = parachain(1000);
    const Location other_ = parachain(2000);
    FakeAssets assets_{world_};
    FakeRouter router_{world_};
    FakeFees fees_{world_};
    FakeBarrier barrier_{world_};
    FakeTraders traders_{world_};
    FakeCalls calls_{world_};
    FakePlaces places_{world_};
    FakeRest rest_{world_};
    TableWeigher weigher_{
        [](const Instruction&) { return Weight::from_parts(weighed_world->weight_per_instruction, 0); }, calls_, 100};
    static constexpr FixedLocation kHere{kusama};
    Config config_{.universal_location = kHere,
                   .barrier = barrier_,
                   .weigher = weigher_,
                   .traders = traders_,
                   .assets = assets_,
                   .router = router_,
                   .fees = fees_,
                   .calls = calls_,
                   .reserves = places_,
                   .teleporters = places_,
                   .aliasers = places_,
                   .universal_aliases = places_,
                   .responses = rest_,
                   .trap = rest_,
                   .subscriptions = rest_,
                   .locker = rest_,
                   .exchanger = rest_,
                   .events = rest_,
                   .layers = rest_,
                   .pallets = some_pallets};
};

}  // namespace serinus::xcm::test
