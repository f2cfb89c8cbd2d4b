#include "runtime/runtimes/kusama/first_governance.hpp"

#include <algorithm>

#include "runtime/arithmetic/sort.hpp"
#include "runtime/runtimes/kusama/config/accounts.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/storage.hpp"
#include "runtime/sdk/traits/tokens.hpp"

namespace serinus::kusama {

namespace first_governance {

using namespace sdk;
using weights::kDbWeight;
using Amounts = std::vector<std::pair<AccountId, Balance>>;

/// One sum for each account, in their order, which events show.
void sum_up(Amounts& amounts) {
    sdk::sort(amounts, {}, &Amounts::value_type::first);
    Amounts sums;
    for (const auto& [who, amount] : amounts) {
        if (sums.empty() || sums.back().first != who) sums.emplace_back(who, 0);
        sums.back().second = saturating_add(sums.back().second, amount);
    }
    amounts = std::move(sums);
}

void unreserve(const Amounts& sums) {
    for (const auto& [who, amount] : sums) {
        if (amount != 0) Currency::unreserve(who, amount);
    }
}

// PhragmenElection

struct SeatHolder {
    AccountId who;
    Balance stake{};
    Balance deposit{};
};
struct Voter {
    std::vector<AccountId> votes;
    Balance stake{};
    Balance deposit{};
};
struct ElectionItems {
    Value<std::vector<SeatHolder>, OrDefault> Members;
    Value<std::vector<SeatHolder>, OrDefault> RunnersUp;
    Value<std::vector<std::pair<AccountId, Balance>>, OrDefault> Candidates;
    Map<Twox64Concat<AccountId>, Voter> Voting;
};
constexpr ElectionItems kElection = bind_storage<ElectionItems>("PhragmenElection");
constexpr uint64_t kMostVotesPerVoter = 16;
constexpr LockIdentifier kElectionLock = {'p', 'h', 'r', 'e', 'l', 'e', 'c', 't'};

// Democracy

struct AccountVote {
    struct Standard {
        uint8_t vote;
        Balance balance;
    };
    struct Split {
        Balance aye;
        Balance nay;
    };
    std::variant<Standard, Split> v;
};
struct Delegations {
    Balance votes{};
    Balance capital{};
};
struct PriorLock {
    BlockNumber until{};
    Balance amount{};
};
enum class Conviction : uint8_t { None, Locked1x, Locked2x, Locked3x, Locked4x, Locked5x, Locked6x };
struct DemocracyVoting {
    struct Direct {
        BoundedVec<std::pair<uint32_t, AccountVote>, 100> votes;
        Delegations delegations;
        PriorLock prior;
    };
    struct Delegating {
        Balance balance;
        AccountId target;
        Conviction conviction;
        Delegations delegations;
        PriorLock prior;
    };
    std::variant<Direct, Delegating> v;
};
struct DemocracyItems {
    Map<Twox64Concat<uint32_t>, std::pair<BoundedVec<AccountId, 100>, Balance>> DepositOf;
    Map<Twox64Concat<AccountId>, DemocracyVoting> VotingOf;
};
constexpr DemocracyItems kDemocracy = bind_storage<DemocracyItems>("Democracy");
constexpr uint64_t kItemsOfVoting = 100 + 5;
constexpr LockIdentifier kDemocracyLock = {'d', 'e', 'm', 'o', 'c', 'r', 'a', 'c'};

// Tips

struct OpenTip {
    Hash256 reason;
    AccountId who;
    AccountId finder;
    Balance deposit{};
    std::optional<BlockNumber> closes;
    std::vector<std::pair<AccountId, Balance>> tips;
    bool finders_fee{};
};
struct TipItems {
    Map<Twox64Concat<Hash256>, OpenTip> Tips;
};
constexpr TipItems kTips = bind_storage<TipItems>("Tips");

constexpr std::string_view kRemoved[] = {"Democracy",           "Council", "TechnicalCommittee", "PhragmenElection",
                                         "TechnicalMembership", "Tips"};

}  // namespace first_governance

using namespace first_governance;

Weight FreeElectionFunds::on_runtime_upgrade() {
    const auto members = kElection.Members.get();
    const auto runners_up = kElection.RunnersUp.get();
    const auto candidates = kElection.Candidates.get();
    Amounts deposits, stakes;
    for (const auto* const holders : {&members, &runners_up}) {
        for (const SeatHolder& holder : *holders) deposits.emplace_back(holder.who, holder.deposit);
    }
    for (const auto& [who, deposit] : candidates) deposits.emplace_back(who, deposit);
    uint64_t voters = 0;
    auto voting = kElection.Voting.iter();
    while (const auto entry = voting.next()) {
        const auto& [who, voter] = *entry;
        deposits.emplace_back(who, voter.deposit);
        stakes.emplace_back(who, voter.stake);
        ++voters;
    }

    sum_up(deposits);
    sum_up(stakes);
    unreserve(deposits);
    for (const auto& [who, stake] : stakes) {
        if (stake != 0) Currency::remove_lock(kElectionLock, who);
    }
    const uint64_t accounts = deposits.size() + stakes.size();
    return kDbWeight.reads_writes(accounts, accounts)
        .saturating_add(kDbWeight.reads(members.size() + runners_up.size() + candidates.size() +
                                        saturating_mul(voters, kMostVotesPerVoter)));
}

Weight FreeDemocracyFunds::on_runtime_upgrade() {
    Amounts deposits;
    uint64_t proposals = 0;
    uint64_t seconds = 0;
    auto stored = kDemocracy.DepositOf.iter();
    while (const auto entry = stored.next()) {
        const auto& [accounts, deposit] = entry->second;
        ++proposals;
        seconds += accounts.size();
        for (const AccountId& who : accounts) deposits.emplace_back(who, deposit);
    }
    std::vector<AccountId> voters;
    auto voting = kDemocracy.VotingOf.iter();
    while (const auto entry = voting.next()) voters.push_back(entry->first);
    sdk::sort(voters);

    sum_up(deposits);
    unreserve(deposits);
    for (const AccountId& who : voters) Currency::remove_lock(kDemocracyLock, who);
    const uint64_t accounts = deposits.size() + voters.size();
    return kDbWeight.reads_writes(accounts, accounts)
        .saturating_add(kDbWeight.reads(proposals + voters.size() + saturating_mul(seconds, kItemsOfVoting)));
}

Weight FreeTipDeposits::on_runtime_upgrade() {
    Amounts deposits;
    uint64_t count = 0;
    auto tips = kTips.Tips.iter();
    while (const auto entry = tips.next()) {
        ++count;
        deposits.emplace_back(entry->second.finder, entry->second.deposit);
    }
    sum_up(deposits);
    unreserve(deposits);
    return kDbWeight.reads_writes(deposits.size(), deposits.size()).saturating_add(kDbWeight.reads(count));
}

Weight RemoveFirstGovernance::on_runtime_upgrade() {
    Weight weight = Weight::zero();
    for (const std::string_view pallet : kRemoved) {
        const uint64_t removed = host::clear_prefix(host::twox_128(as_bytes(pallet)), std::nullopt).count;
        weight.saturating_accrue(kDbWeight.reads_writes(removed + 1, removed));
    }
    return weight;
}

}  // namespace serinus::kusama
