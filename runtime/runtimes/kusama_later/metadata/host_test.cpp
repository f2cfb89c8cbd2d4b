// The metadata of the pallets that host parachains as those of Kusama 1.7.1, beside that of the real module. They are
// not composed yet: configurations are those of this test. Spec: sect-metadata
#include <gtest/gtest.h>

#include "runtime/pallets/parachains/configuration/configuration.hpp"
#include "runtime/pallets/parachains/disputes/disputes.hpp"
#include "runtime/pallets/parachains/dmp/dmp.hpp"
#include "runtime/pallets/parachains/hrmp/hrmp.hpp"
#include "runtime/pallets/parachains/initializer/initializer.hpp"
#include "runtime/pallets/parachains/paras/paras.hpp"
#include "runtime/pallets/parachains/session_info/session_info.hpp"
#include "runtime/pallets/parachains/shared/shared.hpp"
#include "runtime/pallets/parachains/slashing/slashing.hpp"
#include "runtime/pallets/parachains_later/assigner_coretime/assigner_coretime.hpp"
#include "runtime/pallets/parachains_later/candidate_inherent/candidate_inherent.hpp"
#include "runtime/pallets/parachains_later/on_demand/on_demand.hpp"
#include "runtime/runtimes/kusama_later/metadata/real_module_test.hpp"
#include "runtime/sdk/metadata/printed.hpp"
#include "runtime/sdk/metadata/runtime.hpp"
#include "runtime_api/metadata.hpp"
#include "tests/support/data.hpp"

namespace serinus::kusama_later::host {

using namespace sdk;
namespace parachains = polkadot_runtime_parachains;

/// What only the bodies ask.
struct OfHost {
    static constexpr auto kRelease = Release::July2025;
    static constexpr RuntimeDbWeight kDbWeight = kDefaultDbWeight;
    static constexpr uint64_t kReportLongevity = 0;
    using AssignCoretime = Unit;
    using AssignmentProvider = Unit;
    using AuthorityDiscovery = Unit;
    using AuthorizeCurrentCodeOrigin = Unit;
    using ChannelManager = Unit;
    using Configuration = Unit;
    using Currency = Unit;
    using DisabledValidators = Unit;
    using Disputes = Unit;
    using Dmp = Unit;
    using EnsureParachain = Unit;
    using ForceOrigin = Unit;
    using Fungible = Unit;
    using Hrmp = Unit;
    using IdentificationOf = Unit;
    using Inclusion = Unit;
    using Initializer = Unit;
    using KeyOwnerProofSystem = Unit;
    using MessageQueue = Unit;
    using Modules = List<>;
    using NextSessionRotation = Unit;
    using Offences = Unit;
    using OnDemand = Unit;
    using OnNewHead = Unit;
    using ParentBlockRandomness = Unit;
    using Paras = Unit;
    using QueueFootprinter = Unit;
    using Randomness = Unit;
    using RewardValidators = Unit;
    using Scheduler = Unit;
    using Session = Unit;
    using SessionInfo = Unit;
    using Shared = Unit;
    using SlashingHandler = Unit;
    using System = Unit;
};

struct ConfigurationConfig : OfHost {
    static constexpr PalletInfo kInfo{51, "Configuration"};
    static constexpr auto kWeights = kDefaultWeights<parachains::configuration::Weights>;
    static constexpr auto kWeightsOf2025 = kDefaultWeights<parachains::configuration::WeightsOf2025>;
};
struct ParasSharedConfig : OfHost {
    static constexpr PalletInfo kInfo{52, "ParasShared"};
};
struct ParaInclusionConfig : OfHost {
    static constexpr PalletInfo kInfo{53, "ParaInclusion"};
    static constexpr auto kWeights = kDefaultWeights<parachains::later::candidate_inclusion::Weights>;
};
struct ParaInherentConfig : OfHost {
    static constexpr PalletInfo kInfo{54, "ParaInherent"};
    static constexpr auto kWeights = kDefaultWeights<parachains::later::candidate_inherent::Weights>;
};
struct ParaSchedulerConfig : OfHost {
    static constexpr PalletInfo kInfo{55, "ParaScheduler"};
};
struct ParasConfig : OfHost {
    static constexpr PalletInfo kInfo{56, "Paras"};
    static constexpr parachains::paras::Constants kConstants{.UnsignedPriority = max_value<uint64_t>()};
    static constexpr auto kWeights = kDefaultWeights<parachains::paras::Weights>;
};
struct InitializerConfig : OfHost {
    static constexpr PalletInfo kInfo{57, "Initializer"};
    static constexpr auto kWeights = kDefaultWeights<parachains::initializer::Weights>;
};
struct DmpConfig : OfHost {
    static constexpr PalletInfo kInfo{58, "Dmp"};
};
struct HrmpConfig : OfHost {
    static constexpr PalletInfo kInfo{60, "Hrmp"};
    static constexpr auto kWeights = kDefaultWeights<parachains::hrmp::Weights>;
};
struct ParaSessionInfoConfig : OfHost {
    static constexpr PalletInfo kInfo{61, "ParaSessionInfo"};
};
struct ParasDisputesConfig : OfHost {
    static constexpr PalletInfo kInfo{62, "ParasDisputes"};
    static constexpr auto kWeights = kDefaultWeights<parachains::disputes::Weights>;
};
struct ParasSlashingConfig : OfHost {
    static constexpr PalletInfo kInfo{63, "ParasSlashing"};
    static constexpr auto kWeights = kDefaultWeights<parachains::disputes::slashing::Weights>;
};
struct OnDemandConfig : OfHost {
    static constexpr PalletInfo kInfo{64, "OnDemandAssignmentProvider"};
    static constexpr parachains::later::on_demand::Constants kConstants{
        .TrafficDefaultValue = FixedU128::one(), .MaxHistoricalRevenue = 160, .PalletId = pallet_id("py/ondmd")};
    static constexpr auto kWeights = kDefaultWeights<parachains::later::on_demand::Weights>;
};
struct CoretimeAssignmentProviderConfig : OfHost {
    static constexpr PalletInfo kInfo{65, "CoretimeAssignmentProvider"};
};

using Configuration = parachains::configuration::Pallet<ConfigurationConfig>;
using ParasShared = parachains::shared::Pallet<ParasSharedConfig>;
using ParaInclusion = parachains::later::candidate_inclusion::Pallet<ParaInclusionConfig>;
using ParaInherent = parachains::later::candidate_inherent::Pallet<ParaInherentConfig>;
using ParaScheduler = parachains::later::core_scheduler::Pallet<ParaSchedulerConfig>;
using Paras = parachains::paras::Pallet<ParasConfig>;
using Initializer = parachains::initializer::Pallet<InitializerConfig>;
using Dmp = parachains::dmp::Pallet<DmpConfig>;
using Hrmp = parachains::hrmp::Pallet<HrmpConfig>;
using ParaSessionInfo = parachains::session_info::Pallet<ParaSessionInfoConfig>;
using ParasDisputes = parachains::disputes::Pallet<ParasDisputesConfig>;
using ParasSlashing = parachains::disputes::slashing::Pallet<ParasSlashingConfig>;
using OnDemandAssignmentProvider = parachains::later::on_demand::Pallet<OnDemandConfig>;
using CoretimeAssignmentProvider = parachains::later::assigner_coretime::Pallet<CoretimeAssignmentProviderConfig>;

using Pallets =
    List<Configuration, ParasShared, ParaInclusion, ParaInherent, ParaScheduler, Paras, Initializer, Dmp, Hrmp,
         ParaSessionInfo, ParasDisputes, ParasSlashing, OnDemandAssignmentProvider, CoretimeAssignmentProvider>;

}  // namespace serinus::kusama_later::host

SERINUS_PALLET_METADATA(serinus::kusama_later::host::Configuration)
SERINUS_PALLET_METADATA(serinus::kusama_later::host::ParasShared)
SERINUS_PALLET_METADATA(serinus::kusama_later::host::ParaInclusion)
SERINUS_PALLET_METADATA(serinus::kusama_later::host::ParaInherent)
SERINUS_PALLET_METADATA(serinus::kusama_later::host::ParaScheduler)
SERINUS_PALLET_METADATA(serinus::kusama_later::host::Paras)
SERINUS_PALLET_METADATA(serinus::kusama_later::host::Initializer)
SERINUS_PALLET_METADATA(serinus::kusama_later::host::Dmp)
SERINUS_PALLET_METADATA(serinus::kusama_later::host::Hrmp)
SERINUS_PALLET_METADATA(serinus::kusama_later::host::ParaSessionInfo)
SERINUS_PALLET_METADATA(serinus::kusama_later::host::ParasDisputes)
SERINUS_PALLET_METADATA(serinus::kusama_later::host::ParasSlashing)
SERINUS_PALLET_METADATA(serinus::kusama_later::host::OnDemandAssignmentProvider)
SERINUS_PALLET_METADATA(serinus::kusama_later::host::CoretimeAssignmentProvider)

namespace serinus::sdk::metadata {
namespace {

/// As a wallet reads it: encoded and decoded.
MetadataV14 metadata_of_host() {
    const SourceFacts facts = SourceFacts::parse(test::read_file(KUSAMA_LATER_SOURCE_FACTS));
    Description description(facts, "staging_kusama_runtime");
    description.allow_general_extrinsics();
    description.add_pallets(kusama_later::host::Pallets{});
    description.finish(TypeNames::parse(test::read_file(KUSAMA_LATER_TYPE_NAMES)));
    const auto decoded = scale::decode<MetadataV14>(scale::encode(description.v14()));
    EXPECT_TRUE(decoded.has_value());
    return *decoded;
}

/// The surroundings of the first difference.
std::string difference_of(std::string_view ours, std::string_view theirs) {
    constexpr size_t kBefore = 100;
    constexpr size_t kShown = 200;
    const auto at = static_cast<size_t>(std::ranges::mismatch(ours, theirs).in1 - ours.begin());
    const size_t from = at - std::min(at, kBefore);
    return "\nours:   …" + std::string(ours.substr(from, kShown)) + "\ntheirs: …" +
           std::string(theirs.substr(from, kShown));
}

Pallet pallet_of(const PalletV14& p) {
    return {p.name, p.storage, p.calls, p.events, p.constants, p.errors, p.index, {}};
}

using HostMetadata = kusama_later::RealModule;

TEST_F(HostMetadata, IsThatOfTheReference) {
    const MetadataV14 ours = metadata_of_host();
    const auto bytes = ask(runtime_api::metadata::kMetadataAtVersion, 14);
    ASSERT_TRUE(bytes && *bytes);
    const auto theirs = scale::decode<MetadataV14>(**bytes);
    ASSERT_TRUE(theirs);
    PrintOptions options;
    options.type_names = true;
    Printer print_ours(ours.types, options);
    Printer print_theirs(theirs->types, options);
    for (const PalletV14& pallet : ours.pallets) {
        const auto same = std::ranges::find(theirs->pallets, pallet.name, &PalletV14::name);
        ASSERT_NE(same, theirs->pallets.end()) << pallet.name;
        EXPECT_EQ(pallet.index, same->index);
        const auto a = printed_pallet(pallet_of(pallet), print_ours);
        const auto b = printed_pallet(pallet_of(*same), print_theirs);
        for (const auto& [name, text] : b) {
            const auto line = a.find(name);
            if (line == a.end()) {
                ADD_FAILURE() << name;
                continue;
            }
            EXPECT_TRUE(line->second == text) << name << difference_of(line->second, text);
        }
        EXPECT_EQ(a.size(), b.size()) << pallet.name;
    }
}

}  // namespace
}  // namespace serinus::sdk::metadata
