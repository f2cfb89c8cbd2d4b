#include "staking/bags.hpp"

#include <map>

#include "staking/electorate.hpp"

namespace serinus::staking {
namespace {

struct BagHead {
    std::optional<AccountId> head;
};

struct Node {
    AccountId id;
    std::optional<AccountId> prev;
    std::optional<AccountId> next;
    uint64_t bag_upper = 0;
    uint64_t score = 0;
};

}  // namespace

Result<std::vector<ListedVoter>, std::string> read_voter_list(state::Backend& state) {
    StateReader reader(state);
    std::map<uint64_t, AccountId, std::greater<>> heads;
    TRY(reader.each<BagHead>(kVoterList, "ListBags", [&](BytesView key, const BagHead& bag) {
        if (key.size() < sizeof(uint64_t) || !bag.head) return;
        BytesView bound = key.last(sizeof(uint64_t));
        if (const auto upper = scale::take<uint64_t>(bound)) heads.emplace(*upper, *bag.head);
    }));
    TRY_ASSIGN(const auto count, reader.find<uint32_t>(kVoterList, "CounterForListNodes"));
    std::vector<ListedVoter> out;
    for (const auto& [upper, head] : heads) {
        for (std::optional<AccountId> at = head; at && out.size() < count.value_or(0);) {
            TRY_ASSIGN(const auto node, reader.find<Node>(kVoterList, "ListNodes", twox_64_key(at->bytes)));
            if (!node) break;
            out.push_back({.who = *at, .bag = upper, .score = node->score});
            at = node->next;
        }
    }
    return out;
}

Result<BagsReport, std::string> examine_bags(state::Backend& state, const std::vector<uint64_t>& thresholds) {
    StateReader reader(state);
    TRY_ASSIGN(const auto list, read_voter_list(state));
    TRY_ASSIGN(const auto issuance, reader.find<Balance>("Balances", "TotalIssuance"));
    const Balance unit = std::max(issuance.value_or(0) / max_value<VoteWeight>(), Balance{1});
    BagsReport out{.voters = static_cast<uint32_t>(list.size()), .bags = 0, .misplaced = {}};
    std::map<uint64_t, uint32_t, std::greater<>> sizes;
    for (const ListedVoter& voter : list) ++sizes[voter.bag];
    out.bags = static_cast<uint32_t>(sizes.size());
    for (uint32_t place = 0; place < list.size(); ++place) {
        const ListedVoter& voter = list[place];
        TRY_ASSIGN(const auto ledger, find_ledger(reader, voter.who));
        const uint64_t score = ledger ? to_vote(ledger->active.value, unit) : 0;
        const auto bound = std::ranges::lower_bound(thresholds, score);
        const uint64_t right = bound == thresholds.end() ? max_value<uint64_t>() : *bound;
        if (right == voter.bag) continue;
        // It goes to the end of the right bag.
        uint32_t before = 0;
        for (const auto& [upper, size] : sizes) {
            if (upper >= right) before += size - (upper == voter.bag ? 1 : 0);
        }
        out.misplaced.push_back({.who = voter.who,
                                 .bag = voter.bag,
                                 .score = score,
                                 .right_bag = right,
                                 .place = place,
                                 .place_after = before});
    }
    // Of equal ones the first in the list.
    std::ranges::sort(out.misplaced, {}, [](const MisplacedVoter& one) {
        return std::pair(static_cast<int64_t>(one.place_after) - static_cast<int64_t>(one.place), one.place);
    });
    return out;
}

}  // namespace serinus::staking
