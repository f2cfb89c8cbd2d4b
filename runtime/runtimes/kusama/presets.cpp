#include "runtime/runtimes/kusama/presets.hpp"

#include <span>

#include "runtime/pallets/parachains/configuration/host_configuration.hpp"
#include "runtime/runtimes/kusama/is_proper.hpp"
#include "runtime/sdk/genesis/config.hpp"

namespace serinus::kusama {
namespace {

/// Keys of the secret URIs //Name and //Name//stash.
struct Person {
    std::string_view account;  ///< sr25519, of all session keys but two
    std::string_view stash;
    std::string_view ed25519 = {};
    std::string_view ecdsa = {};
};

constexpr Person kPeople[] = {
    {"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "5GNJqTPyNqANBkUVMN1LPPrxXnFouWXoe2wNSmmEoLctxiZY",
     "5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu", "KW39r9CJjAVzmkf9zQ4YDb2hqfAVGdRqn53eRqyruqpxAP5YL"},  // Alice
    {"5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty", "5HpG9w8EBLe5XCrbczpwq5TSXvedjrBGCwqxK1iQ7qUsSWFc",
     "5GoNkf6WdbxCFnPdAnYYQyCjAKPJgLNxXwPjwTh6DGg6gN3E", "KWByAN7WfZABWS5AoWqxriRmF5f2jnDqy3rB5pfHLGkY93ibN"},  // Bob
    {"5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y", "5Ck5SLSHYac6WFt5UZRSsdJjwmpSZq85fd5TRNAdZQVzEAPT",
     "5DbKjhNLpqX3zqZdNBc9BGb4fHU1cRBaDhJUskrvkwfraDi6",
     "KWBpGtyJLBkJERdZT1a1uu19c2uPpZm9nFd8SGtCfRUAT3Y4w"},  // Charlie
    {"5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy", "5HKPmK9GYtE1PSLsS1qiYU9xQ9Si1NcEhdeCq9sw5bqu4ns8",
     "5ECTwv6cZ5nJQPk6tWfaTrEk8YH2L7X1VT4EL5Tx2ikfFwb7", "KWCycezxoy7MWTTqA5JDKxJbqVMiNfqThKFhb5dTfsbNaGbrW"},  // Dave
    {"5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw", "5FCfAonRZgTFrTd9HREEyeJjDpT397KMzizE6T3DvebLFE7n"},   // Eve
    {"5CiPPseXPECbkjWCa6MnjNokrgYjMqmKndv2rSnekmSK2DjL", "5CRmqmsiNFExV6VbdmPJViVxrWmkaXXvBrSX8oqBT8R9vmWk"},  // Ferdie
};
constexpr uint128_t kPlanckPerKsm = 1'000'000'000'000;
constexpr uint128_t kEndowment = 1'000'000 * kPlanckPerKsm;
/// So much that others are not elected in place of validators whose nodes run.
constexpr uint128_t kValidatorBond = 500'000 * kPlanckPerKsm;
constexpr uint128_t kNominatorBond = 1'000 * kPlanckPerKsm;
constexpr uint32_t kSlashRewardFraction = 100'000'000;  ///< parts of 10^9, as in the reference's test networks

void write_balance(sdk::json::Writer& out, std::string_view account) {
    out.begin_array();
    out.text(account);
    out.number(kEndowment);
    out.end_array();
}

void write_balances(sdk::json::Writer& out) {
    out.member("balances");
    out.begin_object();
    out.member("balances");
    out.begin_array();
    for (const Person& person : kPeople) {
        write_balance(out, person.account);
        write_balance(out, person.stash);
    }
    out.end_array();
    out.end_object();
}

/// A slot in four has a primary author; the others have a secondary one with a VRF.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs (BABE_GENESIS_EPOCH_CONFIG)
void write_babe(sdk::json::Writer& out) {
    out.member("babe");
    out.begin_object();
    out.member("epochConfig");
    out.begin_object();
    out.member("c");
    out.begin_array();
    out.number(1);
    out.number(4);
    out.end_array();
    out.member("allowed_slots");
    out.text("PrimaryAndSecondaryVRFSlots");
    out.end_object();
    out.end_object();
}

/// The stash is the validator and keeps its keys itself.
void write_session(sdk::json::Writer& out, std::span<const Person> validators) {
    out.member("session");
    out.begin_object();
    out.member("keys");
    out.begin_array();
    for (const Person& person : validators) {
        out.begin_array();
        out.text(person.stash);
        out.text(person.stash);
        out.begin_object();
        out.member("grandpa");
        out.text(person.ed25519);
        for (const char* const name :
             {"babe", "im_online", "para_validator", "para_assignment", "authority_discovery"}) {
            out.member(name);
            out.text(person.account);
        }
        out.member("beefy");
        out.text(person.ecdsa);
        out.end_object();
        out.end_array();
    }
    out.end_array();
    out.end_object();
}

/// Parachains of small networks: short periods, and little to pay.
/// Observed: the genesis of kusama-local with Kusama 1.0.0
void write_configuration(sdk::json::Writer& out) {
    polkadot_runtime_parachains::configuration::HostConfiguration<sdk::BlockNumber> config;
    config.max_code_size = polkadot_primitives::v5::kMaxCodeSize;
    config.max_head_data_size = 32 * 1024;
    config.max_upward_queue_count = 8;
    config.max_upward_queue_size = 1024 * 1024;
    config.max_upward_message_size = 50 * 1024;
    config.max_upward_message_num_per_candidate = 5;
    config.hrmp_max_message_num_per_candidate = 5;
    config.validation_upgrade_cooldown = 2;
    config.max_pov_size = polkadot_primitives::v5::kMaxPovSize;
    config.max_downward_message_size = 1024 * 1024;
    config.hrmp_max_parachain_outbound_channels = 4;
    config.hrmp_max_parachain_inbound_channels = 4;
    config.hrmp_channel_max_capacity = 8;
    config.hrmp_channel_max_total_size = 8 * 1024;
    config.hrmp_channel_max_message_size = 1024 * 1024;
    config.code_retention_period = 1200;
    config.group_rotation_frequency = 20;
    config.paras_availability_period = 4;
    config.no_show_slots = 2;
    config.n_delay_tranches = 25;
    config.needed_approvals = 2;
    config.relay_vrf_modulo_samples = 2;
    config.minimum_validation_upgrade_delay = 5;

    out.member("configuration");
    out.begin_object();
    out.member("config");
    sdk::genesis::write(out, config);
    out.end_object();
}

void write_stash(sdk::json::Writer& out, const Person& person) { out.text(person.stash); }

/// Validators are elected, and the rest of the people nominate all of them.
void write_staking(sdk::json::Writer& out, std::span<const Person> validators, std::span<const Person> nominators) {
    const auto begin_staker = [&](const Person& person, uint128_t bond) {
        out.begin_array();
        write_stash(out, person);
        write_stash(out, person);  // its own controller
        out.number(bond);
    };
    out.member("staking");
    out.begin_object();
    out.member("validatorCount");
    out.number(validators.size());
    out.member("minimumValidatorCount");
    out.number(1);
    out.member("slashRewardFraction");
    out.number(kSlashRewardFraction);
    out.member("stakers");
    out.begin_array();
    for (const Person& person : validators) {
        begin_staker(person, kValidatorBond);
        out.text("Validator");
        out.end_array();
    }
    for (const Person& person : nominators) {
        begin_staker(person, kNominatorBond);
        out.begin_object();
        out.member("Nominator");
        out.begin_array();
        for (const Person& validator : validators) write_stash(out, validator);
        out.end_array();
        out.end_object();
        out.end_array();
    }
    out.end_array();
    out.end_object();
}

std::string testnet(size_t validators, bool has_stakers = false) {
    const std::span<const Person> people(kPeople);
    sdk::json::Writer out;
    out.begin_object();
    write_balances(out);
    write_babe(out);
    write_session(out, people.first(validators));
    if (has_stakers) write_staking(out, people.first(validators), people.subspan(validators));
    write_configuration(out);
    if constexpr (!kIsProper) {
        out.member("sudo");
        out.begin_object();
        out.member("key");
        out.text(kPeople[0].account);
        out.end_object();
    }
    out.end_object();
    return std::move(out).finish();
}

}  // namespace

std::optional<std::string> preset(std::string_view name) {
    if (name == kPresets[0]) return testnet(1);
    if (name == kPresets[1]) return testnet(2);
    if (name == kPresets[2]) return testnet(4, true);
    return std::nullopt;
}

}  // namespace serinus::kusama
