#include "cli/staking_report.hpp"

#include <boost/json.hpp>
#include <map>

#include "base/format.hpp"

namespace serinus::cli {
namespace {

namespace json = boost::json;
using primitives::AccountId;
using staking::Balance;
using staking::Explanation;

constexpr size_t kShownBackers = 10;

/// Planck in decimal digits: JSON's numbers are too small for it.
json::string planck_digits(Balance planck) {
    std::string out;
    for (; out.empty() || planck > 0; planck /= 10) {
        out.insert(out.begin(), static_cast<char>('0' + static_cast<int>(planck % 10)));
    }
    return json::string(out);
}

/// "1 vote", "2 votes"
std::string counted(size_t count, std::string_view name) {
    return format_text("{} {}{}", count, name, count == 1 ? "" : "s");
}

json::value optional_digits(const std::optional<Balance>& planck) {
    return planck ? json::value(planck_digits(*planck)) : json::value(nullptr);
}

/// The sentence that answers the question.
std::string verdict(const Explanation& found, const Spelling& spelling) {
    if (found.candidate && found.candidate->elected) {
        std::string out = format_text("is elected in round {} of {}", found.candidate->round, found.winners);
        if (!found.has_session_keys) out += ", but has no session keys: it is left out of the sessions";
        return out;
    }
    if (found.candidate) {
        const auto& missing = found.candidate->missing;
        if (missing) return "is not elected: about " + spelling.amount(*missing) + " more of its own would do";
        return found.desired == 0 ? "is not elected: no validators are wanted"
                                  : "is not elected, and no stake of its own would change that";
    }
    if (!found.votes.empty()) {
        const auto elected = std::ranges::count(found.votes, true, &staking::Vote::elected);
        return format_text("nominates {} candidates, of which {} are elected", found.votes.size(), elected);
    }
    if (!found.is_bonded) return "has nothing bonded";
    return found.is_snapshot
               ? "is not in the snapshot of this election: it neither validated nor nominated when that was made"
               : "neither validates nor nominates";
}

void add_candidate(std::string& out, const Explanation& found, const Spelling& spelling) {
    const auto& one = *found.candidate;
    append_text(out, "Own stake      {}\n", spelling.amount(one.own));
    append_text(out, "All who vote   {} in {}: number {} of {}\n", spelling.amount(one.approval),
                counted(one.backers.size(), "vote"), one.approval_rank, found.candidates);
    if (one.elected)
        append_text(out, "Backing        {}: number {} of {}\n", spelling.amount(one.backing), one.backing_rank,
                    found.winners);
    if (one.spare) append_text(out, "Spare          about {} of its own\n", spelling.amount(*one.spare));
    if (one.missing) append_text(out, "Missing        about {} of its own\n", spelling.amount(*one.missing));
    if (!one.backers.empty()) out += "Votes\n";
    for (size_t i = 0; i < one.backers.size() && i < kShownBackers; ++i) {
        const auto& backer = one.backers[i];
        append_text(out, "  {}  {} of {}, {}\n", spelling.address(backer.who.bytes), spelling.amount(backer.given),
                    spelling.amount(backer.stake), counted(backer.votes, "vote"));
    }
    if (one.backers.size() > kShownBackers) append_text(out, "  and {} more\n", one.backers.size() - kShownBackers);
}

}  // namespace

std::string election_text(const Explanation& found, const AccountId& stash, const Spelling& spelling) {
    std::string out = spelling.address(stash.bytes) + " " + verdict(found, spelling) + "\n";
    append_text(out, "Election       {}: {} of {} candidates by {} voters\n",
                found.is_snapshot ? "under way" : "as it would be now", found.winners, found.candidates, found.voters);
    if (found.weakest_winner) {
        append_text(out, "Least backing  {} of {}\n", spelling.amount(found.least_backing),
                    spelling.address(found.weakest_winner->bytes));
    }
    if (found.is_bonded && !found.candidate)
        append_text(out, "Active bond    {}\n", spelling.amount(found.active_bond));
    if (found.candidate) add_candidate(out, found, spelling);
    if (!found.votes.empty()) out += "Nominations\n";
    for (const auto& vote : found.votes) {
        const std::string address = spelling.address(vote.target.bytes);
        if (!vote.is_candidate) {
            append_text(out, "  {}  is no candidate\n", address);
        } else if (!vote.elected) {
            append_text(out, "  {}  is not elected\n", address);
        } else {
            append_text(out, "  {}  gets {} of its {}\n", address, spelling.amount(vote.given),
                        spelling.amount(vote.backing));
        }
    }
    return out;
}

std::string election_json(const Explanation& found, const AccountId& stash, const Spelling& spelling) {
    json::object out{{"stash", spelling.address(stash.bytes)},
                     {"verdict", verdict(found, spelling)},
                     {"isSnapshot", found.is_snapshot},
                     {"candidates", found.candidates},
                     {"voters", found.voters},
                     {"desired", found.desired},
                     {"winners", found.winners},
                     {"leastBacking", planck_digits(found.least_backing)},
                     {"isBonded", found.is_bonded},
                     {"activeBond", planck_digits(found.active_bond)},
                     {"hasSessionKeys", found.has_session_keys},
                     {"isVoter", found.is_voter},
                     {"candidate", nullptr}};
    if (found.candidate) {
        const auto& one = *found.candidate;
        json::array backers;
        for (const auto& backer : one.backers) {
            backers.push_back(json::object{{"who", spelling.address(backer.who.bytes)},
                                           {"stake", planck_digits(backer.stake)},
                                           {"given", planck_digits(backer.given)},
                                           {"votes", backer.votes}});
        }
        out["candidate"] = json::object{{"elected", one.elected},
                                        {"round", one.round},
                                        {"own", planck_digits(one.own)},
                                        {"approval", planck_digits(one.approval)},
                                        {"approvalRank", one.approval_rank},
                                        {"backing", planck_digits(one.backing)},
                                        {"backingRank", one.backing_rank},
                                        {"missing", optional_digits(one.missing)},
                                        {"spare", optional_digits(one.spare)},
                                        {"backers", std::move(backers)}};
    }
    json::array votes;
    for (const auto& vote : found.votes) {
        votes.push_back(json::object{{"target", spelling.address(vote.target.bytes)},
                                     {"isCandidate", vote.is_candidate},
                                     {"elected", vote.elected},
                                     {"round", vote.round},
                                     {"given", planck_digits(vote.given)},
                                     {"backing", planck_digits(vote.backing)}});
    }
    out["votes"] = std::move(votes);
    return json::serialize(out) + "\n";
}

std::string simulation_text(const staking::SimulatedElection& found, const Spelling& spelling) {
    const staking::ElectionOutcome &before = found.before, &after = found.after;
    std::string out = format_text("{} of {} candidates would be elected by {} for {}\n", after.winners.size(),
                                  after.candidates, counted(after.voters, "voter"), counted(after.seats, "seat"));
    append_text(out, "Election       {}\n", found.is_snapshot ? "under way" : "as it would be now");
    const auto least = [&](const staking::ElectionOutcome& one) {
        return one.winners.empty() ? std::string("none") : spelling.amount(one.winners.back().backing);
    };
    append_text(out, "Least backing  {}, without the changes {}\n", least(after), least(before));
    append_text(out, "All backing    {}, without the changes {}\n", spelling.amount(after.total_backing),
                spelling.amount(before.total_backing));
    std::map<AccountId, Balance> had;
    for (const auto& one : before.winners) had.emplace(one.stash, one.backing);
    if (!after.winners.empty()) out += "Elected\n";
    for (const auto& one : after.winners) {
        append_text(out, "  {}  {}", spelling.address(one.stash.bytes), spelling.amount(one.backing));
        const auto was = had.find(one.stash);
        if (was == had.end()) {
            out += ", new";
        } else {
            if (was->second != one.backing) append_text(out, ", without the changes {}", spelling.amount(was->second));
            had.erase(was);
        }
        out += "\n";
    }
    if (!had.empty()) out += "Not elected any more\n";
    for (const auto& [stash, backing] : had) {
        append_text(out, "  {}  without the changes {}\n", spelling.address(stash.bytes), spelling.amount(backing));
    }
    return out;
}

std::string simulation_json(const staking::SimulatedElection& found, const Spelling& spelling) {
    const auto outcome = [&](const staking::ElectionOutcome& one) {
        json::array winners;
        for (const auto& winner : one.winners) {
            winners.push_back(json::object{{"stash", spelling.address(winner.stash.bytes)},
                                           {"round", winner.round},
                                           {"backing", planck_digits(winner.backing)}});
        }
        return json::object{{"candidates", one.candidates},
                            {"voters", one.voters},
                            {"seats", one.seats},
                            {"totalBacking", planck_digits(one.total_backing)},
                            {"winners", std::move(winners)}};
    };
    return json::serialize(json::object{
               {"isSnapshot", found.is_snapshot}, {"before", outcome(found.before)}, {"after", outcome(found.after)}}) +
           "\n";
}

std::string bags_text(const staking::BagsReport& found, const Spelling& spelling) {
    std::string out = format_text("{} in {}, {} of them in a wrong one\n", counted(found.voters, "voter"),
                                  counted(found.bags, "bag"), found.misplaced.size());
    for (const auto& one : found.misplaced) {
        append_text(out, "  {}  {}: from bag {} to {}, from place {} to {}: voterList.rebag\n",
                    spelling.address(one.who.bytes), spelling.amount(one.score), spelling.amount(one.bag),
                    spelling.amount(one.right_bag), one.place + 1, one.place_after + 1);
    }
    return out;
}

std::string bags_json(const staking::BagsReport& found, const Spelling& spelling) {
    json::array misplaced;
    for (const auto& one : found.misplaced) {
        misplaced.push_back(json::object{{"who", spelling.address(one.who.bytes)},
                                         {"score", planck_digits(one.score)},
                                         {"bag", planck_digits(one.bag)},
                                         {"rightBag", planck_digits(one.right_bag)},
                                         {"place", one.place},
                                         {"placeAfter", one.place_after}});
    }
    return json::serialize(
               json::object{{"voters", found.voters}, {"bags", found.bags}, {"misplaced", std::move(misplaced)}}) +
           "\n";
}

std::string rewards_text(const staking::RewardsReport& found, const AccountId& stash, const Spelling& spelling) {
    std::string out = spelling.address(stash.bytes) + " has " + spelling.amount(found.sum) + " unpaid";
    out += found.active_era == 0 ? ": no era is over\n"
                                 : format_text(" of the eras {} to {}\n", found.first_era, found.active_era - 1);
    for (const auto& one : found.rewards) {
        append_text(out, "  era {}  {}  by {}{}\n", one.era, spelling.amount(one.amount),
                    spelling.address(one.validator.bytes),
                    one.is_clipped ? ": too many have more behind it" : ": staking.payoutStakers");
    }
    return out;
}

std::string rewards_json(const staking::RewardsReport& found, const Spelling& spelling) {
    json::array rewards;
    for (const auto& one : found.rewards) {
        rewards.push_back(json::object{{"era", one.era},
                                       {"validator", spelling.address(one.validator.bytes)},
                                       {"amount", planck_digits(one.amount)},
                                       {"isClipped", one.is_clipped}});
    }
    return json::serialize(json::object{{"activeEra", found.active_era},
                                        {"firstEra", found.first_era},
                                        {"sum", planck_digits(found.sum)},
                                        {"rewards", std::move(rewards)}}) +
           "\n";
}

std::string next_era_text(const staking::NextEra& found, const Spelling& spelling) {
    std::string out;
    if (!found.is_elected) {
        append_text(out, "Era {} would not begin: the election fails, and the validators stay\n", found.next);
        return out;
    }
    append_text(out, "Era {} would have {}; {} simulated\n", found.next, counted(found.validators, "validator"),
                counted(found.blocks, "block"));
    append_text(out, "Solution       {}\n",
                found.had_solution ? "the one that is queued" : "none is queued: the one that a miner would find");
    append_text(out, "Payout         {} for era {}\n", spelling.amount(found.payout), found.active);
    const auto list = [&](std::string_view title, const std::vector<staking::EraValidator>& validators) {
        if (!validators.empty()) append_text(out, "{}\n", title);
        for (const auto& one : validators) {
            append_text(out, "  {}  {} after {}\n", spelling.address(one.stash.bytes), spelling.amount(one.after),
                        spelling.amount(one.before));
        }
    };
    list("New", found.in);
    list("Not any more", found.out);
    list("With another backing", found.stay);
    if (!found.slashes.empty()) out += "Slashes\n";
    for (const auto& one : found.slashes) {
        append_text(out, "  {}  {}\n", spelling.address(one.validator.bytes), spelling.amount(one.amount));
    }
    return out;
}

std::string next_era_json(const staking::NextEra& found, const Spelling& spelling) {
    const auto list = [&](const std::vector<staking::EraValidator>& validators) {
        json::array out;
        for (const auto& one : validators) {
            out.push_back(json::object{{"stash", spelling.address(one.stash.bytes)},
                                       {"before", planck_digits(one.before)},
                                       {"after", planck_digits(one.after)}});
        }
        return out;
    };
    json::array slashes;
    for (const auto& one : found.slashes) {
        slashes.push_back(
            json::object{{"validator", spelling.address(one.validator.bytes)}, {"amount", planck_digits(one.amount)}});
    }
    return json::serialize(json::object{{"active", found.active},
                                        {"next", found.next},
                                        {"blocks", found.blocks},
                                        {"isElected", found.is_elected},
                                        {"hadSolution", found.had_solution},
                                        {"validators", found.validators},
                                        {"payout", planck_digits(found.payout)},
                                        {"in", list(found.in)},
                                        {"out", list(found.out)},
                                        {"stay", list(found.stay)},
                                        {"slashes", std::move(slashes)}}) +
           "\n";
}

}  // namespace serinus::cli
