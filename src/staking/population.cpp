#include "staking/population.hpp"

#include <algorithm>
#include <charconv>

#include "staking/electorate.hpp"

namespace serinus::staking {
namespace {

constexpr std::string_view kPools = "NominationPools";
constexpr Balance kFrozenFlag = Balance{1} << 127;  ///< the account is in the form of holds and freezes
constexpr uint32_t kMostTargets = 24;
constexpr uint32_t kPerbillOne = 1'000'000'000;

constexpr std::string_view kDelegated = "DelegatedStaking";

/// Why Kusama 1.7.1 holds or freezes money: a pallet's index and which of its reasons.
using Reason = std::array<uint8_t, 2>;
constexpr Reason kStake = {6, 0}, kDelegation = {47, 0}, kPoolMinBalance = {41, 0};

/// What Kusama 1.7.1 stores, field by field.
struct AccountInfo {
    uint32_t nonce = 0;
    uint32_t consumers = 0;
    uint32_t providers = 1;
    uint32_t sufficients = 0;
    Balance free = 0;
    Balance reserved = 0;
    Balance frozen = 0;
    Balance flags = kFrozenFlag;
};

struct IdAmount {
    Reason id{};
    Balance amount = 0;
};

/// What a pool has of its members. None of it is in its own account.
struct AgentLedger {
    AccountId payee;
    scale::Compact<Balance> total_delegated;
    scale::Compact<Balance> unclaimed_withdrawals{0};
    scale::Compact<Balance> pending_slash{0};
};

struct ListNode {
    AccountId id;
    std::optional<AccountId> prev;
    std::optional<AccountId> next;
    uint64_t bag_upper = 0;
    uint64_t score = 0;
};

struct Bag {
    std::optional<AccountId> head;
    std::optional<AccountId> tail;
};

struct PoolRoles {
    AccountId depositor;
    std::optional<AccountId> root;
    std::optional<AccountId> nominator;
    std::optional<AccountId> bouncer;
};

struct BondedPool {
    std::array<uint8_t, 5> no_commission{};  ///< five fields, each absent
    uint32_t member_counter = 0;
    Balance points = 0;
    PoolRoles roles;
    uint8_t state = 0;  ///< open
};

struct PoolMember {
    uint32_t pool_id = 0;
    Balance points = 0;
    Balance last_recorded_reward_counter = 0;
    uint8_t no_unbonding_eras = 0;
};

/// Numbers and accounts from a seed: BLAKE2b of it, what it is for, and a counter.
class Source {
  public:
    explicit Source(uint64_t seed) : seed_(seed) {}

    AccountId account(std::string_view kind, uint32_t index) const { return AccountId{hash(kind, index)}; }
    ByteArray<32> hash(std::string_view kind, uint64_t index) const {
        return hashing::blake2b_256(
                   scale::encode(std::tuple(std::string("population"), seed_, std::string(kind), index)))
            .bytes;
    }
    /// Below `bound`.
    uint32_t below(uint32_t bound) {
        if (at_ == kNumbers) {
            numbers_ = hash("number", counter_++);
            at_ = 0;
        }
        BytesView rest = BytesView(numbers_).subspan(8 * at_++, 8);
        return static_cast<uint32_t>(*scale::take<uint64_t>(rest) % bound);
    }
    /// Each of six orders of magnitude up to `largest` is as likely.
    Balance amount(Balance largest) {
        for (uint32_t i = below(6); i > 0; --i) largest /= 10;
        return largest * (100 + below(900)) / 1000 + below(1000);
    }

  private:
    static constexpr size_t kNumbers = 4;

    uint64_t seed_;
    uint64_t counter_ = 0;
    ByteArray<32> numbers_{};
    size_t at_ = kNumbers;
};

AccountId pool_account(uint8_t kind, uint32_t pool) {
    AccountId out;
    const Bytes bytes = concat(as_bytes("modlpy/nopls"), scale::encode(std::pair(kind, pool)));
    std::ranges::copy(bytes, out.bytes.begin());
    return out;
}

class Builder {
  public:
    Builder(state::Backend& state, const PopulationOptions& options)
        : reader_(state), options_(options), source_(options.seed) {}

    Result<Population, std::string> build() {
        TRY(read());
        validators();
        nominators();
        pools();
        TRY(append_to_list());
        TRY(add_counters());
        return std::move(out_);
    }

  private:
    struct Voter {
        AccountId who;
        Balance bond;
    };

    template <class V>
    void put(std::string_view pallet, std::string_view item, const V& value, BytesView key = {}) {
        out_.changes[concat(metadata::item_prefix(pallet, item), key)] = scale::encode(value);
    }
    template <class V>
    Result<V, std::string> find_or(std::string_view pallet, std::string_view item, V otherwise) {
        TRY_ASSIGN(const auto found, reader_.find<V>(pallet, item));
        return found.value_or(otherwise);
    }

    Result<void, std::string> read() {
        TRY_ASSIGN(issuance_, find_or("Balances", "TotalIssuance", Balance{0}));
        TRY_ASSIGN(era_, find_or(kStaking, "CurrentEra", EraIndex{0}));
        TRY_ASSIGN(last_pool_, find_or(kPools, "LastPoolId", uint32_t{0}));
        TRY(reader_.each<std::pair<scale::Compact<uint32_t>, bool>>(kStaking, "Validators",
                                                                    [&](BytesView key, const auto&) {
                                                                        if (const auto who = account_at_end(key))
                                                                            targets_.push_back(*who);
                                                                    }));
        const AccountId first = source_.account("validator", 0);
        TRY_ASSIGN(const auto there, reader_.find<AccountId>(kStaking, "Bonded", twox_64_key(first.bytes)));
        ENSURE(!there, std::string("the state has stakers of this seed already"));
        return {};
    }

    void endow(const AccountId& who, const AccountInfo& account) {
        put("System", "Account", account, blake2_key(who.bytes));
        issuance_ += account.free + account.reserved;
    }

    Balance pocket_of(Balance stake) const { return stake / 10 + 10 * options_.existential_deposit; }

    /// An account with as much on hold as `amount`. A consumer for that, and one for session keys.
    void hold(const AccountId& who, Balance amount, Reason reason, uint32_t providers, bool has_keys) {
        endow(who,
              {.consumers = has_keys ? 2u : 1u, .providers = providers, .free = pocket_of(amount), .reserved = amount});
        put("Balances", "Holds", std::vector{IdAmount{reason, amount}}, blake2_key(who.bytes));
    }

    /// With a RewardDestination.
    void bond(const AccountId& who, Balance amount, const Bytes& payee) {
        put(kStaking, "Bonded", who, twox_64_key(who.bytes));
        put(kStaking, "Ledger", Ledger{who, {amount}, {amount}, {}, {}}, blake2_key(who.bytes));
        out_.changes[concat(metadata::item_prefix(kStaking, "Payee"), twox_64_key(who.bytes))] = payee;
        voters_.push_back({who, amount});
    }
    /// With a payee of that index.
    void bond_own(const AccountId& who, Balance amount, uint8_t payee, bool has_keys) {
        hold(who, amount, kStake, 1, has_keys);
        bond(who, amount, {payee});
    }

    void validators() {
        for (uint32_t i = 0; i < options_.size.validators; ++i) {
            const AccountId who = source_.account("validator", i);
            bond_own(who, source_.amount(options_.largest_bond), static_cast<uint8_t>(i % 2), true);
            const uint32_t commission = kPerbillOne / 100 * source_.below(101);
            put(kStaking, "Validators", std::pair(scale::Compact<uint32_t>{commission}, false), twox_64_key(who.bytes));
            set_keys(who, i);
            out_.validators.push_back(who);
            targets_.push_back(who);
        }
    }

    /// Kusama's six: the last one is a compressed point.
    void set_keys(const AccountId& who, uint32_t index) {
        constexpr std::string_view kTypes[] = {"gran", "babe", "para", "asgn", "audi", "beef"};
        Bytes all;
        for (const std::string_view type : kTypes) {
            Bytes key = to_bytes(BytesView(source_.hash(type, index)));
            if (type == "beef") key.insert(key.begin(), 2);
            const Bytes typed = concat(as_bytes(type), scale::encode(key));
            put("Session", "KeyOwner", who, twox_64_key(typed));
            all.insert(all.end(), key.begin(), key.end());
        }
        out_.changes[concat(metadata::item_prefix("Session", "NextKeys"), twox_64_key(who.bytes))] = all;
    }

    void nominate(const AccountId& who) {
        std::vector<AccountId> chosen;
        const auto most = std::min(kMostTargets, static_cast<uint32_t>(targets_.size()));
        for (uint32_t i = 1 + source_.below(most); i > 0; --i) {
            const AccountId& target = targets_[source_.below(static_cast<uint32_t>(targets_.size()))];
            if (std::ranges::find(chosen, target) == chosen.end()) chosen.push_back(target);
        }
        put(kStaking, "Nominators", std::tuple(chosen, era_, false), twox_64_key(who.bytes));
    }

    void nominators() {
        if (targets_.empty()) return;
        for (uint32_t i = 0; i < options_.size.nominators; ++i) {
            const AccountId who = source_.account("nominator", i);
            bond_own(who, source_.amount(options_.largest_bond), static_cast<uint8_t>(i % 2), false);
            nominate(who);
            out_.nominators.push_back(who);
        }
    }

    void pools() {
        if (targets_.empty()) return;
        for (uint32_t i = 1; i <= options_.size.pools; ++i) pool(last_pool_ + i);
    }

    void pool(uint32_t id) {
        const AccountId bonded = pool_account(0, id);
        const AccountId rewards = pool_account(1, id);
        const Bytes key = twox_64_key(scale::encode(id));
        const AccountId depositor = source_.account("member", id * options_.members);
        Balance points = 0;
        for (uint32_t i = 0; i < options_.members; ++i) {
            const AccountId who = source_.account("member", id * options_.members + i);
            const Balance amount = source_.amount(options_.largest_bond);
            hold(who, amount, kDelegation, 2, false);  // a provider for the delegation
            put(kDelegated, "Delegators", std::pair(bonded, amount), twox_64_key(who.bytes));
            put(kPools, "PoolMembers", PoolMember{.pool_id = id, .points = amount}, twox_64_key(who.bytes));
            points += amount;
        }
        put(kPools, "BondedPools",
            BondedPool{.member_counter = options_.members,
                       .points = points,
                       .roles = {depositor, depositor, depositor, depositor}},
            key);
        put(kPools, "RewardPools", std::array<Balance, 5>{}, key);
        put(kPools, "ReversePoolIdLookup", id, twox_64_key(bonded.bytes));
        put(kPools, "Metadata", "Pool " + std::to_string(id), key);
        const Balance deposit = options_.existential_deposit;
        endow(rewards, {.consumers = 1, .free = deposit, .frozen = deposit});
        put("Balances", "Freezes", std::vector{IdAmount{kPoolMinBalance, deposit}}, blake2_key(rewards.bytes));
        put(kDelegated, "Agents", AgentLedger{.payee = rewards, .total_delegated = {points}},
            twox_64_key(bonded.bytes));
        put(kStaking, "VirtualStakers", scale::Unit{}, twox_64_key(bonded.bytes));
        constexpr uint8_t kToAccount = 3;
        bond(bonded, points, concat(Bytes{kToAccount}, rewards.bytes));
        locked_in_pools_ += points;
        nominate(bonded);
        out_.pools.push_back(bonded);
    }

    /// At the tails of their bags, in the order of their bonds' making.
    Result<void, std::string> append_to_list() {
        const Balance unit = std::max(issuance_ / max_value<VoteWeight>(), Balance{1});
        std::map<uint64_t, std::vector<ListNode>> bags;
        for (const Voter& voter : voters_) {
            const uint64_t score = to_vote(voter.bond, unit);
            const auto bound = std::ranges::lower_bound(options_.bags, score);
            const uint64_t upper = bound == options_.bags.end() ? max_value<uint64_t>() : *bound;
            bags[upper].push_back({.id = voter.who, .prev = {}, .next = {}, .bag_upper = upper, .score = score});
        }
        for (auto& [upper, nodes] : bags) {
            const Bytes key = twox_64_key(scale::encode(upper));
            TRY_ASSIGN(auto bag, reader_.find<Bag>(kVoterList, "ListBags", key));
            std::optional<AccountId> last = bag ? bag->tail : std::nullopt;
            if (last) {
                TRY_ASSIGN(auto tail, reader_.find<ListNode>(kVoterList, "ListNodes", twox_64_key(last->bytes)));
                ENSURE(tail, std::string("the list of voters lacks the tail of a bag"));
                tail->next = nodes.front().id;
                put(kVoterList, "ListNodes", *tail, twox_64_key(last->bytes));
            }
            for (size_t i = 0; i < nodes.size(); ++i) {
                nodes[i].prev = last;
                if (i + 1 < nodes.size()) nodes[i].next = nodes[i + 1].id;
                last = nodes[i].id;
                put(kVoterList, "ListNodes", nodes[i], twox_64_key(last->bytes));
            }
            const std::optional<AccountId> head = bag && bag->head ? bag->head : nodes.front().id;
            put(kVoterList, "ListBags", Bag{head, last}, key);
        }
        return add(kVoterList, "CounterForListNodes", voters_.size());
    }

    Result<void, std::string> add(std::string_view pallet, std::string_view counter, size_t count) {
        if (count == 0) return {};
        TRY_ASSIGN(const uint32_t before, find_or(pallet, counter, uint32_t{0}));
        put(pallet, counter, static_cast<uint32_t>(before + count));
        return {};
    }
    /// A bound that the state has must not be below what is there.
    Result<void, std::string> raise(std::string_view item, size_t least) {
        TRY_ASSIGN(const auto bound, reader_.find<uint32_t>(kPools, item));
        if (bound && *bound < least) put(kPools, item, static_cast<uint32_t>(least));
        return {};
    }

    Result<void, std::string> add_counters() {
        const size_t pools = out_.pools.size();
        put("Balances", "TotalIssuance", issuance_);
        if (options_.desired) put(kStaking, "ValidatorCount", *options_.desired);
        TRY(add(kStaking, "CounterForValidators", out_.validators.size()));
        TRY(add(kStaking, "CounterForNominators", out_.nominators.size() + pools));
        if (pools == 0) return {};
        TRY(add(kStaking, "CounterForVirtualStakers", pools));
        TRY(add(kDelegated, "CounterForAgents", pools));
        TRY(add(kDelegated, "CounterForDelegators", pools * options_.members));
        TRY_ASSIGN(const Balance locked, find_or(kPools, "TotalValueLocked", Balance{0}));
        put(kPools, "TotalValueLocked", locked + locked_in_pools_);
        put(kPools, "LastPoolId", static_cast<uint32_t>(last_pool_ + pools));
        for (const char* const counter :
             {"CounterForBondedPools", "CounterForRewardPools", "CounterForReversePoolIdLookup", "CounterForMetadata"})
            TRY(add(kPools, counter, pools));
        TRY(add(kPools, "CounterForPoolMembers", pools * options_.members));
        TRY_ASSIGN(const uint32_t before, find_or(kPools, "CounterForBondedPools", uint32_t{0}));
        TRY_ASSIGN(const uint32_t members, find_or(kPools, "CounterForPoolMembers", uint32_t{0}));
        TRY(raise("MaxPools", before + pools));
        TRY(raise("MaxPoolMembersPerPool", options_.members));
        return raise("MaxPoolMembers", members + pools * options_.members);
    }

    StateReader reader_;
    const PopulationOptions& options_;
    Source source_;
    Population out_;
    Balance issuance_ = 0;
    EraIndex era_ = 0;
    uint32_t last_pool_ = 0;
    Balance locked_in_pools_ = 0;
    std::vector<AccountId> targets_;
    std::vector<Voter> voters_;
};

}  // namespace

std::optional<PopulationSize> parse_population_size(std::string_view text) {
    uint32_t numbers[3] = {0, 0, 0};
    const char* at = text.data();
    const char* const end = text.data() + text.size();
    size_t count = 0;
    uint64_t all = 0;
    for (;;) {
        if (count == 3) return std::nullopt;
        const auto [next, error] = std::from_chars(at, end, numbers[count]);
        if (error != std::errc()) return std::nullopt;
        all += numbers[count++];
        at = next;
        if (at == end) break;
        if (*at++ != 'x') return std::nullopt;
    }
    if (count < 2 || all > kMostStakers) return std::nullopt;
    return PopulationSize{numbers[0], numbers[1], numbers[2]};
}

Result<Population, std::string> make_population(state::Backend& state, const PopulationOptions& options) {
    return Builder(state, options).build();
}

}  // namespace serinus::staking
