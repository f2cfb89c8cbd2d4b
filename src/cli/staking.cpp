// serinus election explain and simulate, serinus staking bags, rewards and next-era
#include <sstream>

#include "base/format.hpp"
#include "base/hex.hpp"
#include "cli/command.hpp"
#include "cli/staking_report.hpp"

namespace serinus::cli {
namespace {

using primitives::AccountId;

constexpr const char* kSource = R"(
The state is that of a block in the database (--chain, -d) or of another node (--url), of any implementation; nothing is
changed, and no transaction is sent. Exposures that stand in pages, as chains have them since 2024, are not read.)";

constexpr const char* kExplainFooter =
    R"(Holds the election that is under way, or the one that there would be now, with the algorithm of the chain's miners: of a
candidate its round, what stands behind it, and how much more of its own it needs; of a nominator where its stake goes.

Examples:
  serinus election explain HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F --url wss://kusama-rpc.polkadot.io
  serinus election explain 0xbe5ddb… --chain ./kusama.json -d data --at 20000000 --json
)";

constexpr const char* kSimulateFooter =
    R"(Holds the election that is under way, or the one that there would be now, as it is and with the changes, and shows who
would be elected with what behind it. A stash that begins to vote has its active bond at stake, unless --stake says
otherwise. Bounds of the chain, such as the least bond of a nominator, are not looked at.

Examples:
  serinus election simulate --seats 20 --url ws://127.0.0.1:9944
  serinus election simulate --candidate STASH --stake STASH=5000 --nominate NOMINATOR=STASH,OTHER --json
)";

struct Changes {
    std::optional<uint32_t> seats;
    std::vector<std::string> chilled, candidates, nominations, stakes;
};

struct StakingOptions {
    StateOptions state;
    std::string stash;
    uint32_t max_voters = staking::ElectorateOptions{}.max_voters;
    uint32_t eras = 84;
    bool is_json = false;
    Changes changes = {};
};

Result<AccountId, std::string> read_account(const std::string& text) {
    if (text.starts_with("0x")) {
        const auto bytes = from_hex_prefixed(text);
        const auto account = bytes ? AccountId::from(*bytes) : std::nullopt;
        ENSURE(account, text + " has not the 32 bytes of an account in hex");
        return *account;
    }
    const auto address = crypto::ss58::decode(text);
    ENSURE(address, text + " is no address: " + crypto::ss58::to_string(address.error()));
    const auto account = AccountId::from(address->account);
    ENSURE(account, text + " is the address of no account of 32 bytes");
    return *account;
}

int write(const std::string& text) { return print(text) ? 0 : report_error("cannot write to the standard output"); }

int explain(const StakingOptions& options) {
    const auto stash = read_account(options.stash);
    if (!stash) return report_usage_error(stash.error());
    const auto state = OpenState::open_or_report(options.state);
    if (!state) return 1;
    const auto found = staking::explain_election(state->backend(), *stash, {.max_voters = options.max_voters});
    if (!found) return report_error(found.error());
    return write(options.is_json ? election_json(*found, *stash, state->spelling())
                                 : election_text(*found, *stash, state->spelling()));
}

/// "STASH=VALUE"
Result<std::pair<AccountId, std::string>, std::string> read_assignment(const std::string& text, const char* form) {
    const size_t sign = text.find('=');
    ENSURE(sign != std::string::npos, text + " has not the form " + form);
    TRY_ASSIGN(const AccountId account, read_account(text.substr(0, sign)));
    return std::pair(account, text.substr(sign + 1));
}

Result<std::vector<staking::ElectionChange>, std::string> read_changes(const Changes& given, const Spelling& spelling) {
    std::vector<staking::ElectionChange> out;
    if (given.seats) out.emplace_back(staking::ChangeSeats{*given.seats});
    for (const std::string& text : given.chilled) out.emplace_back(staking::Chill{TRY(read_account(text))});
    for (const std::string& text : given.candidates)
        out.emplace_back(staking::BecomeCandidate{TRY(read_account(text))});
    for (const std::string& text : given.nominations) {
        TRY_ASSIGN(auto nomination, read_assignment(text, "STASH=TARGET,TARGET"));
        staking::Nominate change{.stash = nomination.first, .targets = {}};
        std::istringstream targets(nomination.second);
        for (std::string target; std::getline(targets, target, ',');) {
            change.targets.push_back(TRY(read_account(target)));
        }
        out.emplace_back(std::move(change));
    }
    for (const std::string& text : given.stakes) {
        TRY_ASSIGN(const auto stake, read_assignment(text, "STASH=AMOUNT"));
        const auto planck = spelling.parse_amount(stake.second);
        ENSURE(planck, stake.second + " is no amount of " + spelling.symbol);
        out.emplace_back(staking::ChangeStake{stake.first, *planck});
    }
    return out;
}

int simulate(const StakingOptions& options) {
    // Before a state is fetched; amounts are read again with the chain's decimals.
    if (const auto changes = read_changes(options.changes, {}); !changes) return report_usage_error(changes.error());
    const auto state = OpenState::open_or_report(options.state);
    if (!state) return 1;
    const auto changes = read_changes(options.changes, state->spelling());
    if (!changes) return report_usage_error(changes.error());
    const auto found = staking::simulate_election(state->backend(), *changes, {.max_voters = options.max_voters});
    if (!found) return report_error(found.error());
    return write(options.is_json ? simulation_json(*found, state->spelling())
                                 : simulation_text(*found, state->spelling()));
}

int bags(const StakingOptions& options) {
    const auto state = OpenState::open_or_report(options.state);
    if (!state) return 1;
    const auto* constant = state->metadata().find_constant("VoterList", "BagThresholds");
    const auto thresholds =
        constant == nullptr ? std::nullopt : std::optional(scale::decode<std::vector<uint64_t>>(constant->value));
    if (!thresholds || !*thresholds) return report_error("the chain has no pallet VoterList");
    const auto found = staking::examine_bags(state->backend(), **thresholds);
    if (!found) return report_error(found.error());
    return write(options.is_json ? bags_json(*found, state->spelling()) : bags_text(*found, state->spelling()));
}

int next_era(const StakingOptions& options) {
    const auto state = OpenState::open_or_report(options.state);
    if (!state) return 1;
    const auto found = staking::simulate_next_era(
        state->executor(), state->metadata(),
        {.state = &state->backend(), .parent = state->header(), .parent_hash = state->block().hash});
    if (!found) return report_error(found.error());
    return write(options.is_json ? next_era_json(*found, state->spelling()) : next_era_text(*found, state->spelling()));
}

int rewards(const StakingOptions& options) {
    const auto stash = read_account(options.stash);
    if (!stash) return report_usage_error(stash.error());
    const auto state = OpenState::open_or_report(options.state);
    if (!state) return 1;
    const auto found = staking::find_unpaid_rewards(state->backend(), *stash, options.eras);
    if (!found) return report_error(found.error());
    return write(options.is_json ? rewards_json(*found, state->spelling())
                                 : rewards_text(*found, *stash, state->spelling()));
}

void add_simulate(Arguments election, Command& chosen) {
    auto options = std::make_shared<StakingOptions>();
    Changes& changes = options->changes;
    const Arguments command =
        election.add_subcommand("simulate", "Show the election with other stakes, votes, candidates or seats");
    command.footer(std::string(kSimulateFooter) + kSource);
    add_state_options(command, options->state);
    command.section("Changes");
    command.add_option("--seats", changes.seats, "So many are elected").type_name("NUMBER");
    command.add_option("--chill", changes.chilled, "This stash neither votes nor is a candidate").type_name("STASH");
    command.add_option("--candidate", changes.candidates, "This stash is a candidate").type_name("STASH");
    command.add_option("--nominate", changes.nominations, "The stash votes for these, and is no candidate")
        .type_name("STASH=TARGET,...");
    command.add_option("--stake", changes.stakes, "The stash votes with so many coins").type_name("STASH=AMOUNT");
    command.section("Options");
    command.add_option("--max-voters", options->max_voters, "How many voters an election takes; 22500 on Polkadot")
        .type_name("NUMBER")
        .positive();
    command.add_flag("--json", options->is_json, "Print the answer as JSON");
    command.callback([&chosen, options] { chosen = [options] { return simulate(*options); }; });
}

}  // namespace

void add_election(Arguments app, Command& chosen) {
    const Arguments election = app.add_subcommand("election", "Elections of validators");
    election.require_subcommand();
    auto options = std::make_shared<StakingOptions>();
    const Arguments command = election.add_subcommand("explain", "Say why a stash is elected or not");
    command.footer(std::string(kExplainFooter) + kSource);
    add_state_options(command, options->state);
    command.add_option("STASH", options->stash, "Address or 0x… of a validator or nominator").required();
    command.add_option("--max-voters", options->max_voters, "How many voters an election takes; 22500 on Polkadot")
        .type_name("NUMBER")
        .positive();
    command.add_flag("--json", options->is_json, "Print the answer as JSON");
    command.callback([&chosen, options] { chosen = [options] { return explain(*options); }; });
    add_simulate(election, chosen);
}

void add_staking(Arguments app, Command& chosen) {
    const Arguments staking = app.add_subcommand("staking", "Rewards, and the list of voters");
    staking.require_subcommand();
    {
        auto options = std::make_shared<StakingOptions>();
        const Arguments command = staking.add_subcommand("bags", "Show who stands in the wrong bag of voters");
        command.footer(
            std::string(
                R"(A voter whose stake grew by rewards, or shrank by slashes, stays in its bag until somebody calls voterList.rebag for it.
Those who gain most places by that come first.

Example:
  serinus staking bags --url ws://127.0.0.1:9944
)") + kSource);
        add_state_options(command, options->state);
        command.add_flag("--json", options->is_json, "Print the answer as JSON");
        command.callback([&chosen, options] { chosen = [options] { return bags(*options); }; });
    }
    {
        auto options = std::make_shared<StakingOptions>();
        const Arguments command = staking.add_subcommand("next-era", "Show what the next era would bring");
        command.footer(
            std::string(
                R"(The chain's runtime goes through the sessions that are left on a copy of the state in memory, as if nothing else
happened: no transactions, no rewards that are claimed. If no solution is queued, the one that a miner would find is taken.
Needs Babe, and a runtime that makes blocks without candidates of parachains, as Kusama's does.

Example:
  serinus staking next-era --url ws://127.0.0.1:9944
)") + kSource);
        add_state_options(command, options->state);
        command.add_flag("--json", options->is_json, "Print the answer as JSON");
        command.callback([&chosen, options] { chosen = [options] { return next_era(*options); }; });
    }
    auto options = std::make_shared<StakingOptions>();
    const Arguments command = staking.add_subcommand("rewards", "Show what a stash has earned and nobody has paid out");
    command.footer(
        std::string(
            R"(Of validators and of nominators; the latter get nothing where too many others have more behind the validator.

Example:
  serinus staking rewards HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F --url ws://127.0.0.1:9944 --eras 7
)") + kSource);
    add_state_options(command, options->state);
    command.add_option("STASH", options->stash, "Address or 0x…").required();
    command.add_option("--eras", options->eras, "Look at so many eras, the last ones").type_name("NUMBER").positive();
    command.add_flag("--json", options->is_json, "Print the answer as JSON");
    command.callback([&chosen, options] { chosen = [options] { return rewards(*options); }; });
}

}  // namespace serinus::cli
