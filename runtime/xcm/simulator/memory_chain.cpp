#include "runtime/xcm/simulator/memory_chain.hpp"

#include "runtime/xcm/versioned.hpp"

namespace serinus::xcm::simulator {

namespace {

std::optional<NetworkId> kusama_network() { return NetworkId::kusama(); }
constexpr auto kChildren = ParachainAccounts::children();
constexpr auto kSiblings = ParachainAccounts::siblings();
constexpr LocalAccounts kLocal(kusama_network);
constexpr ParentAccount kParent;
constexpr DescribedAccounts kForeign(description_of);
constexpr std::array<const AccountConverter*, 5> kConverters = {&kChildren, &kSiblings, &kLocal, &kParent, &kForeign};
constexpr FirstAccount kAccounts(kConverters);

/// There are no calls here.
struct NoCallWeights final : CallWeigher {
    std::optional<Weight> weight_of(BytesView) const override { return std::nullopt; }
};
constexpr NoCallWeights kNoCallWeights;
constexpr TableWeigher kWeigher([](const Instruction&) { return Weight::from_parts(1'000, 10); }, kNoCallWeights, 100);

uint128_t fee_of(Weight weight) { return weight.ref_time.value / 100; }
void burn(uint128_t) {}
constexpr WeightPrice kRelayPrice{[] { return AssetId{Location::here()}; }, fee_of, burn};
constexpr WeightPrice kParachainPrice{[] { return AssetId{Location::parent()}; }, fee_of, burn};

bool is_system(ChainId id) { return id == kRelayChain || id < kFirstUserParachain; }

}  // namespace

/// The parts that know the chain; they come and go with it.
struct MemoryChain::Parts final : AssetTransactor, AssetTrap, ResponseHandler, Layers, Router {
    MemoryChain& chain;

    struct Place final : UniversalLocation {
        ChainId id;
        explicit Place(ChainId of) : id(of) {}
        Junctions operator()() const override {
            Junctions steps{Junction::global_consensus(NetworkId::kusama())};
            if (id != kRelayChain) SERINUS_ASSERT(steps.push(Junction::parachain(id)));
            return steps;
        }
    };
    struct Trust final : AssetPlaces {
        const MemoryChain& chain;
        bool by_teleport;
        Trust(const MemoryChain& of, bool teleport) : chain(of), by_teleport(teleport) {}
        bool contains(const Asset& asset, const Location& place) const override {
            if (by_teleport) return asset.id == chain.native() && is_system(chain.id()) && is_system_place(place);
            return chain.id() != kRelayChain && asset.id.location.chain_location() == place;
        }
        bool is_system_place(const Location& place) const {
            return is_parent(place) || is_child_system_parachain(place) || is_sibling_system_parachain(place);
        }
    };

    Place here;
    Trust teleporters, reserves;
    PriceTraders traders;
    // Barriers, from the innermost.
    AllowTopLevelPaidExecutionFrom paid{is_any};
    AllowExplicitUnpaidExecutionFrom unpaid{[](const Location& origin) {
                                                return is_parent(origin) || is_child_system_parachain(origin) ||
                                                       is_sibling_system_parachain(origin);
                                            },
                                            aliases};
    ChildAliases aliases;
    std::array<const Barrier*, 2> inner_barriers{&paid, &unpaid};
    FirstBarrier inner{inner_barriers};
    WithComputedOrigin computed{inner, here, 8};
    TakeWeightCredit credit;
    AllowKnownQueryResponses answers{*this};
    std::array<const Barrier*, 3> barriers{&credit, &answers, &computed};
    FirstBarrier any{barriers};
    TrailingSetTopicAsId barrier{any};
    Config config;

    explicit Parts(MemoryChain& of)
        : chain(of),
          here(of.id()),
          teleporters(of, true),
          reserves(of, false),
          traders(of.id() == kRelayChain ? kRelayPrice : kParachainPrice),
          config{.universal_location = here,
                 .barrier = barrier,
                 .weigher = kWeigher,
                 .traders = traders,
                 .assets = *this,
                 .router = *this,
                 .reserves = reserves,
                 .teleporters = teleporters,
                 .aliasers = aliases,
                 .responses = *this,
                 .trap = *this,
                 .layers = *this} {}

    XcmResultOf<Holding*> account_of(const Location& who) const {
        const auto account = kAccounts.account_of(who);
        ENSURE(account, Error::failed_to_transact("AccountIdConversionFailed"));
        return &chain.accounts_[*account];
    }
    XcmResult can_check_in(const Location&, const Asset&, const Context&) const override { return {}; }
    XcmResult can_check_out(const Location&, const Asset&, const Context&) const override { return {}; }
    XcmResultOf<Weight> deposit(const Asset& what, const Location& who, const Context*) const override {
        TRY(account_of(who))->subsume(what);
        return Weight::zero();
    }
    XcmResultOf<Weight> withdraw(const Asset& what, const Location& who, const Context*) const override {
        ENSURE(TRY(account_of(who))->subtract(what), Error::failed_to_transact("FundsUnavailable"));
        return Weight::zero();
    }

    Weight drop_assets(const Location& origin, const Holding& assets, const Context&) const override {
        chain.trapped_.emplace(origin, assets.to_assets());
        return Weight::zero();
    }
    bool claim_assets(const Location& origin, const Location&, const Assets& what, const Context&) const override {
        for (auto [at, end] = chain.trapped_.equal_range(origin); at != end; ++at) {
            if (at->second != what) continue;
            chain.trapped_.erase(at);
            return true;
        }
        return false;
    }

    bool is_expected(const Location&, uint64_t, const Location*) const override { return true; }
    Weight on_response(const Location&, uint64_t query_id, const Location*, const Response& response, Weight,
                       const Context&) const override {
        chain.responses_[query_id] = response;
        return Weight::zero();
    }

    bool enter() const override {
        chain.layers_.emplace_back(chain.accounts_, chain.outgoing_.size());
        return true;
    }
    void leave(bool keep) const override {
        auto& [accounts, messages] = chain.layers_.back();
        if (!keep) {
            chain.accounts_ = std::move(accounts);
            chain.outgoing_.resize(messages);
        }
        chain.layers_.pop_back();
    }

    /// Parachains to the relay chain and to each other, the relay chain to parachains.
    std::optional<ChainId> chain_at(const Location& destination) const {
        if (chain.id() != kRelayChain && is_parent(destination)) return kRelayChain;
        const uint8_t up = chain.id() == kRelayChain ? 0 : 1;
        if (!destination.is_only(up, JunctionKind::Parachain)) return std::nullopt;
        return static_cast<ChainId>(destination.interior[0].number);
    }
    Result<PricedTicket, SendError> validate(const Location& destination, const Program& message) const override {
        ENSURE(chain_at(destination), SendError(SendError::Code::NotApplicable));
        Assets price;
        if (chain.delivery_price_ > 0) price.items.push_back(Asset::fungible(chain.native(), chain.delivery_price_));
        return PricedTicket{{0, destination, VersionedXcm(message).encoded(), chain.next_topic()}, std::move(price)};
    }
    Result<XcmHash, SendError> deliver(const Ticket& ticket) const override {
        chain.outgoing_.push_back({*chain_at(ticket.destination), ticket.message});
        return ticket.id;
    }
};

MemoryChain::MemoryChain(ChainId id) : id_(id), parts_(std::make_unique<Parts>(*this)) {}
MemoryChain::~MemoryChain() = default;

AssetId MemoryChain::native() const { return {id_ == kRelayChain ? Location::here() : Location::parent()}; }

Location MemoryChain::location_of(ChainId chain) const {
    if (chain == id_) return Location::here();
    if (chain == kRelayChain) return Location::parent();
    return {static_cast<uint8_t>(id_ == kRelayChain ? 0 : 1), {Junction::parachain(chain)}};
}

uint128_t MemoryChain::balance(const Location& who, const AssetId& asset) const {
    const auto account = kAccounts.account_of(who);
    const auto found = account ? accounts_.find(*account) : accounts_.end();
    if (found == accounts_.end()) return 0;
    for (const Asset& held : found->second) {
        if (held.id == asset && held.is_fungible()) return held.fun.amount;
    }
    return 0;
}

void MemoryChain::give(const Location& who, const Asset& asset) {
    const auto account = kAccounts.account_of(who);
    SERINUS_ASSERT(account);
    accounts_[*account].subsume(asset);
}

XcmHash MemoryChain::next_topic() {
    XcmHash topic{};
    store_le(topic.data(), id_);
    store_le(topic.data() + 8, ++next_topic_);
    return topic;
}

Outcome MemoryChain::execute(const Location& origin, const Program& program) {
    XcmHash id = next_topic();
    return prepare_and_execute(parts_->config, origin, program, id, Weight::max(), Weight::max());
}

void MemoryChain::receive(ChainId from, BytesView message, Millis now) {
    const auto versioned = VersionedXcm::decode(message, kMaxDecodeDepth);
    const auto program = versioned ? versioned->latest() : std::nullopt;
    Executed done{now, from, next_topic(), Outcome::not_begun({0, Error::Code::FailedToDecode})};
    if (program) {
        done.outcome = prepare_and_execute(parts_->config, location_of(from), *program, done.id, Weight::max(), {});
    }
    executed_.push_back(done);
}

}  // namespace serinus::xcm::simulator
