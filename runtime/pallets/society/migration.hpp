/// Society's storage from version 0 to version 2: lists of bids' candidates and of members become maps, votes get
/// weights, and what a member was paid is remembered. Source: pallet-society 23.0.0, migrations
/// (VersionUncheckedMigrateToV2)
#pragma once

#include "runtime/arithmetic/weight.hpp"
#include "runtime/pallets/society/types.hpp"
#include "runtime/sdk/storage.hpp"

namespace serinus::pallet_society {

/// What version 0 stored in another form, or under another name.
template <class P>
struct StorageOfVersion0 {
    using AccountId = sdk::AccountId;
    using Balance = sdk::Balance;
    template <class K>
    using ByTwox = sdk::Twox64Concat<K>;

    enum class Vote : uint8_t { Skeptic, Reject, Approve };

    struct Items {
        sdk::Value<std::vector<typename P::Bid>, sdk::OrDefault> Bids;
        sdk::Value<std::vector<typename P::Bid>, sdk::OrDefault> Candidates;
        sdk::DoubleMap<ByTwox<AccountId>, ByTwox<AccountId>, Vote> Votes;
        sdk::Map<ByTwox<AccountId>, std::pair<Balance, typename P::BidKind>> SuspendedCandidates;
        sdk::Value<std::vector<AccountId>, sdk::OrDefault> Members;
        sdk::Map<ByTwox<AccountId>, VouchingStatus> Vouching;
        sdk::Map<ByTwox<AccountId>, StrikeCount, sdk::OrDefault> Strikes;
        sdk::Map<ByTwox<AccountId>, std::vector<std::pair<sdk::BlockNumber, Balance>>, sdk::OrDefault> Payouts;
        sdk::Map<ByTwox<AccountId>, bool, sdk::OrDefault> SuspendedMembers;
        sdk::Value<AccountId> Defender;
        sdk::Map<ByTwox<AccountId>, Vote> DefenderVotes;
    };
    static constexpr Items items = sdk::bind_storage<Items>(P::Config::kInfo.name);
};

/// The step of a VersionedMigration. `PastPayouts::of(who)` is what a member was paid before the upgrade, which version
/// 0 does not store.
template <class P, class PastPayouts>
struct ToVersion2 {
    /// Weighs a whole block, or everything if there are members but no founder: what came before that stays done.
    static sdk::Weight on_runtime_upgrade();

  private:
    static constexpr const auto& kOld = StorageOfVersion0<P>::items;

    static void migrate_candidates();
    /// False where no founder is known.
    static bool migrate_members();
    static void migrate_payouts();
    static MemberRecord take_record(const sdk::AccountId& who, uint32_t index) {
        return {.strikes = kOld.Strikes.take(who), .vouching = kOld.Vouching.take(who), .index = index};
    }
};

template <class P, class PastPayouts>
sdk::Weight ToVersion2<P, PastPayouts>::on_runtime_upgrade() {
    P::storage.Bids.put(P::BidList::truncate_from(kOld.Bids.take()));
    P::storage.RoundCount.put(0);
    migrate_candidates();
    if (!migrate_members()) return sdk::Weight::max();
    migrate_payouts();

    auto suspended = kOld.SuspendedMembers.iter_keys();
    while (const auto who = suspended.next()) P::storage.SuspendedMembers.put(*who, take_record(*who, 0));
    kOld.SuspendedCandidates.clear(std::nullopt);
    kOld.Defender.remove();
    kOld.DefenderVotes.clear(std::nullopt);
    return P::Config::System::block_weights().max_block;
}

/// Votes of earlier rounds stay as they are.
template <class P, class PastPayouts>
void ToVersion2<P, PastPayouts>::migrate_candidates() {
    using OldVote = typename StorageOfVersion0<P>::Vote;
    for (const auto& [who, kind, value] : kOld.Candidates.take()) {
        Tally tally;
        auto votes = kOld.Votes.iter_prefix(who);
        while (const auto entry = votes.next()) {
            const auto& [voter, vote] = *entry;
            P::storage.Votes.put(who, voter, Vote{.approve = vote == OldVote::Approve, .weight = 1});
            if (vote == OldVote::Approve) tally.approvals = saturating_add(tally.approvals, 1u);
            if (vote == OldVote::Reject) tally.rejections = saturating_add(tally.rejections, 1u);
            if (vote == OldVote::Skeptic) P::storage.Skeptic.put(voter);
        }
        P::storage.Candidates.put(who, {.kind = kind, .bid = value, .tally = tally});
    }
}

/// In the order of the list, but the founder changes places with the first.
template <class P, class PastPayouts>
bool ToVersion2<P, PastPayouts>::migrate_members() {
    const auto founder = P::storage.Founder.get();
    uint32_t count = 0;
    for (const sdk::AccountId& member : kOld.Members.take()) {
        P::storage.Members.put(member, take_record(member, count));
        P::storage.MemberByIndex.put(count, member);
        if (!founder) return false;
        if (member == *founder && count > 0) {
            const sdk::AccountId first = *P::storage.MemberByIndex.get(0);
            P::storage.MemberByIndex.swap(0, count);
            for (const auto& [who, index] : {std::pair(member, 0u), std::pair(first, count)}) {
                auto record = P::storage.Members.get(who);
                record->index = index;
                P::storage.Members.put(who, *record);
            }
        }
        count = saturating_add(count, 1u);
    }
    P::storage.MemberCount.put(count);
    return true;
}

template <class P, class PastPayouts>
void ToVersion2<P, PastPayouts>::migrate_payouts() {
    using Payouts = decltype(P::PayoutRecord::payouts);
    auto stored = kOld.Payouts.iter();
    while (auto entry = stored.next()) {
        auto& [who, payouts] = *entry;
        P::storage.Payouts.put(who,
                               {.paid = PastPayouts::of(who), .payouts = Payouts::truncate_from(std::move(payouts))});
    }
}

}  // namespace serinus::pallet_society
