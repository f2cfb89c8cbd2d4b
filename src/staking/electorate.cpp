#include "staking/electorate.hpp"

#include "staking/bags.hpp"

namespace serinus::staking {
namespace {

using Snapshot = std::pair<std::vector<Voter>, std::vector<AccountId>>;

Result<std::optional<Voter>, std::string> find_voter(StateReader& reader, const AccountId& stash, Balance unit) {
    TRY_ASSIGN(const auto ledger, find_ledger(reader, stash));
    const VoteWeight weight = ledger ? to_vote(ledger->active.value, unit) : 0;
    if (weight == 0) return std::optional<Voter>();
    const Bytes key = twox_64_key(stash.bytes);
    TRY_ASSIGN(auto nominations, reader.find<Nominations>("Staking", "Nominators", key));
    if (nominations) {
        if (nominations->targets.empty()) return std::optional<Voter>();
        return std::optional<Voter>(Voter(stash, weight, std::move(nominations->targets)));
    }
    TRY_ASSIGN(const auto validates, reader.find<scale::Unit>("Staking", "Validators", key));
    return validates ? std::optional<Voter>(Voter(stash, weight, {stash})) : std::nullopt;
}

}  // namespace

VoteWeight to_vote(Balance bond, Balance weight_unit) {
    return static_cast<VoteWeight>(std::min(bond / weight_unit, Balance{max_value<VoteWeight>()}));
}

Result<Electorate, std::string> read_electorate(state::Backend& state, const ElectorateOptions& options) {
    StateReader reader(state);
    Electorate out;
    TRY_ASSIGN(const auto count, reader.find<uint32_t>("Staking", "ValidatorCount"));
    ENSURE(count, std::string("the chain has no pallet Staking, or wants no validators"));
    out.desired = *count;
    TRY_ASSIGN(const auto issuance, reader.find<Balance>("Balances", "TotalIssuance"));
    out.weight_unit = std::max(issuance.value_or(0) / max_value<VoteWeight>(), Balance{1});

    TRY_ASSIGN(auto snapshot, reader.find<Snapshot>(kElections, "Snapshot"));
    if (snapshot) {
        TRY_ASSIGN(const auto desired, reader.find<uint32_t>(kElections, "DesiredTargets"));
        return Electorate{true, std::move(snapshot->first), std::move(snapshot->second), desired.value_or(out.desired),
                          out.weight_unit};
    }
    TRY(reader.each<scale::Unit>("Staking", "Validators", [&](BytesView key, scale::Unit) {
        if (const auto account = account_at_end(key)) out.targets.push_back(*account);
    }));
    out.desired = std::min(out.desired, static_cast<uint32_t>(out.targets.size()));
    TRY_ASSIGN(const std::vector<ListedVoter> list, read_voter_list(state));
    for (const ListedVoter& listed : list) {
        if (out.voters.size() >= options.max_voters) break;
        TRY_ASSIGN(auto voter, find_voter(reader, listed.who, out.weight_unit));
        if (voter) out.voters.push_back(*std::move(voter));
    }
    return out;
}

}  // namespace serinus::staking
