// Kusama's and Polkadot's parameters as their metadata states them.
// Source: fellowship runtimes v1.0.0, relay/kusama and relay/polkadot; each number was taken from there by hand.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "metadata/shower.hpp"
#include "tests/support/data.hpp"

namespace serinus::metadata {
namespace {

namespace json = boost::json;

struct Row {
    const char* constant;
    const char* pointer;  ///< into the value, RFC 6901
    const char* kusama;
    const char* polkadot;
};

// KSM: 10^12 planck, a quid is a 30th of it, a cent a 100th of a quid. DOT: 10^10 planck.
constexpr Row kTable[] = {
    {"System.SS58Prefix", "", "2", "0"},
    {"System.Version", "/authoring_version", "2", "0"},
    {"System.Version", "/state_version", "1", "0"},
    {"System.Version", "/spec_version", "1000000", "1000000"},
    {"System.DbWeight", "/read", "25000000", "20499000"},
    {"System.DbWeight", "/write", "100000000", "83471000"},
    {"System.BlockWeights", "/base_block/ref_time", "14278073000", "13806190000"},
    {"System.BlockWeights", "/per_class/normal/base_extrinsic/ref_time", "124706000", "126045000"},
    {"Babe.EpochDuration", "", "600", "2400"},
    {"Babe.ExpectedBlockTime", "", "6000", "6000"},
    {"Grandpa.MaxSetIdSessionEntries", "", "168", "168"},
    {"Balances.ExistentialDeposit", "", "333333333", "10000000000"},
    {"Balances.MaxHolds", "", "1", "0"},
    {"Indices.Deposit", "", "33333333300", "100000000000"},
    {"Staking.SessionsPerEra", "", "6", "6"},
    {"Staking.BondingDuration", "", "28", "28"},
    {"Staking.SlashDeferDuration", "", "27", "27"},
    {"ElectionProviderMultiPhase.SignedPhase", "", "150", "600"},
    {"ElectionProviderMultiPhase.UnsignedPhase", "", "150", "600"},
    {"ElectionProviderMultiPhase.OffchainRepeat", "", "18", "18"},
    {"ElectionProviderMultiPhase.MinerMaxVotesPerVoter", "", "24", "16"},
    {"ElectionProviderMultiPhase.MaxWinners", "", "2000", "1200"},
    {"ElectionProviderMultiPhase.SignedRewardBase", "", "100000000000", "10000000000"},
    {"ElectionProviderMultiPhase.SignedDepositBase", "", "1333333332000", "400000000000"},
    {"VoterList.BagThresholds", "/0", "33333333", "10000000000"},
    {"VoterList.BagThresholds", "/1", "38184666", "11131723507"},
    {"VoterList.BagThresholds", "/199", "18446744073709551615", "18446744073709551615"},
    {"FastUnstake.Deposit", "", "33333333300", "10000000000"},
    {"NominationPools.MaxPointsToBalance", "", "10", "10"},
    {"Registrar.ParaDeposit", "", "40000000000000", "1000000000000"},
    {"Slots.LeasePeriod", "", "604800", "1209600"},
    {"Slots.LeaseOffset", "", "0", "921600"},
    {"Auctions.EndingPeriod", "", "72000", "72000"},
    {"Crowdloan.MinContribution", "", "999999999000", "50000000000"},
    {"MessageQueue.MaxStale", "", "16", "8"},
    {"Treasury.SpendPeriod", "", "86400", "345600"},
    {"Treasury.Burn", "", "2000", "10000"},
    {"Treasury.ProposalBondMinimum", "", "666666666000", "1000000000000"},
    {"Treasury.ProposalBondMaximum", "", "33333333333000", "5000000000000"},
    {"Bounties.BountyDepositBase", "", "33333333300", "10000000000"},
    {"Bounties.BountyDepositPayoutDelay", "", "57600", "115200"},
    {"Bounties.CuratorDepositMin", "", "3333333330", "100000000000"},
    {"Bounties.CuratorDepositMax", "", "166666666500", "2000000000000"},
    {"Bounties.BountyValueMinimum", "", "66666666600", "100000000000"},
    {"ConvictionVoting.VoteLockingPeriod", "", "100800", "403200"},
    {"Referenda.SubmissionDeposit", "", "33333333333", "10000000000"},
    {"Referenda.Tracks", "/0/1/decision_period", "201600", "403200"},
    {"Referenda.Tracks", "/0/1/decision_deposit", "3333333333300000", "1000000000000000"},
    {"Referenda.Tracks", "/2/1/prepare_period", "1200", "1200"},
    {"Referenda.Tracks", "/10/1/decision_deposit", "33333333333", "10000000000"},
    {"Referenda.Tracks", "/14/1/decision_deposit", "13333333333200", "4000000000000"},
    {"Vesting.MinVestedTransfer", "", "33333333300", "10000000000"},
    {"Identity.BasicDeposit", "", "333333333000", "202580000000"},
    {"Identity.FieldDeposit", "", "83333333250", "660000000"},
    {"Identity.SubAccountDeposit", "", "66666666600", "200530000000"},
    {"Proxy.ProxyDepositBase", "", "666933332400", "200080000000"},
    {"Proxy.AnnouncementDepositFactor", "", "2199997800", "660000000"},
    {"Multisig.DepositBase", "", "669599996400", "200880000000"},
};

std::unique_ptr<const Metadata> load(const char* path) {
    auto decoded = Metadata::decode(to_bytes(as_bytes(test::read_file(path))));
    return decoded ? *std::move(decoded) : nullptr;
}

std::string value_of(const Metadata& metadata, const Row& row) {
    const std::string name = row.constant;
    const size_t dot = name.find('.');
    const Constant* const constant = metadata.find_constant(name.substr(0, dot), name.substr(dot + 1));
    if (constant == nullptr) return "there is none";
    const auto shown = Shower(metadata).show(constant->type, constant->value);
    boost::system::error_code missing;
    const json::value* const part = shown ? shown->find_pointer(row.pointer, missing) : nullptr;
    if (part == nullptr) return "cannot be decoded";
    return part->is_string() ? std::string(part->get_string()) : json::serialize(*part);
}

class RelayChains : public testing::Test {
  protected:
    void SetUp() override { ASSERT_TRUE(kusama != nullptr && polkadot != nullptr); }

    static const Type* find_type(const Metadata& metadata, std::string_view name) {
        for (const Type& one : metadata.model().types) {
            if (!one.path.empty() && one.path.back() == name) return &one;
        }
        return nullptr;
    }

    std::unique_ptr<const Metadata> kusama = load(SERINUS_KUSAMA_METADATA);
    std::unique_ptr<const Metadata> polkadot = load(SERINUS_POLKADOT_METADATA);
};

TEST_F(RelayChains, HaveTheirOwnParameters) {
    for (const Row& row : kTable) {
        EXPECT_EQ(value_of(*kusama, row), row.kusama) << "Kusama: " << row.constant << row.pointer;
        EXPECT_EQ(value_of(*polkadot, row), row.polkadot) << "Polkadot: " << row.constant << row.pointer;
    }
}

TEST_F(RelayChains, HaveTheSameTracksWithTheSameCurves) {
    const auto tracks = [](const Metadata& metadata) {
        const Constant* const constant = metadata.find_constant("Referenda", "Tracks");
        return constant == nullptr ? json::value() : Shower(metadata).show(constant->type, constant->value).value_or(0);
    };
    const json::value ours = tracks(*kusama), others = tracks(*polkadot);
    ASSERT_TRUE(ours.is_array() && others.is_array());
    ASSERT_EQ(ours.get_array().size(), others.get_array().size());
    for (size_t i = 0; i < ours.get_array().size(); ++i) {
        const json::array &one = ours.get_array()[i].as_array(), &other = others.get_array()[i].as_array();
        EXPECT_EQ(one[0], other[0]);
        for (const char* part : {"name", "min_approval", "min_support", "max_deciding"}) {
            EXPECT_EQ(one[1].at(part), other[1].at(part)) << one[0] << " " << part;
        }
    }
}

TEST_F(RelayChains, HaveTheSameExtensionsButForThatOfPolkadotsClaims) {
    const auto names = [](const Metadata& metadata) {
        std::vector<std::string> out;
        for (const auto& one : metadata.model().extrinsic.extensions) out.emplace_back(one.identifier);
        return out;
    };
    std::vector<std::string> expected = names(*kusama);
    expected.emplace_back("PrevalidateAttests");
    EXPECT_EQ(names(*polkadot), expected);
}

TEST_F(RelayChains, NumberTheirPalletsDifferently) {
    const std::pair<const char*, int> expected[] = {{"System", 0},
                                                    {"Scheduler", 1},
                                                    {"Preimage", 10},
                                                    {"Babe", 2},
                                                    {"Timestamp", 3},
                                                    {"Indices", 4},
                                                    {"Balances", 5},
                                                    {"TransactionPayment", 32},
                                                    {"Authorship", 6},
                                                    {"Staking", 7},
                                                    {"Offences", 8},
                                                    {"Historical", 33},
                                                    {"Session", 9},
                                                    {"Grandpa", 11},
                                                    {"ImOnline", 12},
                                                    {"AuthorityDiscovery", 13},
                                                    {"Treasury", 19},
                                                    {"ConvictionVoting", 20},
                                                    {"Referenda", 21},
                                                    {"Whitelist", 23},
                                                    {"Claims", 24},
                                                    {"Vesting", 25},
                                                    {"Utility", 26},
                                                    {"Identity", 28},
                                                    {"Proxy", 29},
                                                    {"Multisig", 30},
                                                    {"Bounties", 34},
                                                    {"ChildBounties", 38},
                                                    {"ElectionProviderMultiPhase", 36},
                                                    {"VoterList", 37},
                                                    {"NominationPools", 39},
                                                    {"FastUnstake", 40},
                                                    {"ParachainsOrigin", 50},
                                                    {"Configuration", 51},
                                                    {"ParasShared", 52},
                                                    {"ParaInclusion", 53},
                                                    {"ParaInherent", 54},
                                                    {"ParaScheduler", 55},
                                                    {"Paras", 56},
                                                    {"Initializer", 57},
                                                    {"Dmp", 58},
                                                    {"Hrmp", 60},
                                                    {"ParaSessionInfo", 61},
                                                    {"ParasDisputes", 62},
                                                    {"ParasSlashing", 63},
                                                    {"ParaAssignmentProvider", 64},
                                                    {"Registrar", 70},
                                                    {"Slots", 71},
                                                    {"Auctions", 72},
                                                    {"Crowdloan", 73},
                                                    {"MessageQueue", 100}};
    std::vector<std::pair<std::string, int>> found;
    for (const Pallet& one : polkadot->model().pallets) found.emplace_back(one.name, one.index);
    EXPECT_EQ(found, (std::vector<std::pair<std::string, int>>(std::begin(expected), std::end(expected))));
    for (const char* name : {"Society", "Recovery", "Nis", "FellowshipCollective", "FellowshipReferenda", "Sudo",
                             "Beefy", "Mmr", "StateTrieMigration"}) {
        EXPECT_EQ(polkadot->find_pallet(name), nullptr) << name;
    }
}

TEST_F(RelayChains, HaveTheirOwnOriginsAndKindsOfProxies) {
    const auto names = [](const Type* type) {
        std::vector<std::string> out;
        for (const Case& one : std::get<Cases>(type->definition).cases) {
            out.push_back(std::to_string(one.index) + " " + std::string(one.name));
        }
        return out;
    };
    ASSERT_NE(find_type(*polkadot, "ProxyType"), nullptr);
    EXPECT_EQ(names(find_type(*polkadot, "ProxyType")),
              (std::vector<std::string>{"0 Any", "1 NonTransfer", "2 Governance", "3 Staking", "5 IdentityJudgement",
                                        "6 CancelProxy", "7 Auction", "8 NominationPools"}));
    ASSERT_NE(find_type(*polkadot, "OriginCaller"), nullptr);
    EXPECT_EQ(names(find_type(*polkadot, "OriginCaller")),
              (std::vector<std::string>{"0 system", "22 Origins", "50 ParachainsOrigin"}));
}

}  // namespace
}  // namespace serinus::metadata
