// The metadata of our pallets as those of Kusama 1.7.1 beside that of the real module, which makes it here. Spec:
// sect-metadata
//
// Indices, storage with hashers, types and defaults, calls, events, errors, constants, with the names of types and
// fields as the reference's source spells them. Documentation is our own.
#include <gtest/gtest.h>

#include "runtime/runtimes/kusama_later/metadata/real_module_test.hpp"
#include "runtime/runtimes/kusama_later/runtime.hpp"
#include "runtime/sdk/metadata/printed.hpp"
#include "runtime/sdk/metadata/runtime.hpp"
#include "runtime_api/metadata.hpp"
#include "tests/support/data.hpp"

SERINUS_PALLET_METADATA(serinus::kusama_later::System)
SERINUS_PALLET_METADATA(serinus::kusama_later::Timestamp)
SERINUS_PALLET_METADATA(serinus::kusama_later::Balances)
SERINUS_PALLET_METADATA(serinus::kusama_later::TransactionPayment)
SERINUS_PALLET_METADATA(serinus::kusama_later::Parameters)
SERINUS_PALLET_METADATA(serinus::kusama_later::Indices)
SERINUS_PALLET_METADATA(serinus::kusama_later::Utility)
SERINUS_PALLET_METADATA(serinus::kusama_later::Vesting)
SERINUS_PALLET_METADATA(serinus::kusama_later::Scheduler)
SERINUS_PALLET_METADATA(serinus::kusama_later::Proxy)
SERINUS_PALLET_METADATA(serinus::kusama_later::Multisig)
SERINUS_PALLET_METADATA(serinus::kusama_later::Preimage)
SERINUS_PALLET_METADATA(serinus::kusama_later::ConvictionVoting)
SERINUS_PALLET_METADATA(serinus::kusama_later::Referenda)
SERINUS_PALLET_METADATA(serinus::kusama_later::FellowshipCollective)
SERINUS_PALLET_METADATA(serinus::kusama_later::FellowshipReferenda)
SERINUS_PALLET_METADATA(serinus::kusama_later::Whitelist)
SERINUS_PALLET_METADATA(serinus::kusama_later::Claims)
SERINUS_PALLET_METADATA(serinus::kusama_later::Recovery)
SERINUS_PALLET_METADATA(serinus::kusama_later::DelegatedStaking)
SERINUS_PALLET_METADATA(serinus::kusama_later::Origins)
SERINUS_PALLET_METADATA(serinus::kusama_later::Society)
SERINUS_PALLET_METADATA(serinus::kusama_later::Staking)
SERINUS_PALLET_METADATA(serinus::kusama_later::ElectionProviderMultiPhase)
SERINUS_PALLET_METADATA(serinus::kusama_later::VoterList)
SERINUS_PALLET_METADATA(serinus::kusama_later::FastUnstake)
SERINUS_PALLET_METADATA(serinus::kusama_later::NominationPools)
SERINUS_PALLET_METADATA(serinus::kusama_later::Nis)
SERINUS_PALLET_METADATA(serinus::kusama_later::NisCounterpartBalances)
SERINUS_PALLET_METADATA(serinus::kusama_later::AssetRate)
SERINUS_PALLET_METADATA(serinus::kusama_later::Treasury)
SERINUS_PALLET_METADATA(serinus::kusama_later::Bounties)
SERINUS_PALLET_METADATA(serinus::kusama_later::ChildBounties)
SERINUS_PALLET_METADATA(serinus::kusama_later::Babe)
SERINUS_PALLET_METADATA(serinus::kusama_later::Authorship)
SERINUS_PALLET_METADATA(serinus::kusama_later::Offences)
SERINUS_PALLET_METADATA(serinus::kusama_later::Historical)
SERINUS_PALLET_METADATA(serinus::kusama_later::Session)
SERINUS_PALLET_METADATA(serinus::kusama_later::Grandpa)
SERINUS_PALLET_METADATA(serinus::kusama_later::AuthorityDiscovery)
SERINUS_PALLET_METADATA(serinus::kusama_later::Beefy)
SERINUS_PALLET_METADATA(serinus::kusama_later::Mmr)
SERINUS_PALLET_METADATA(serinus::kusama_later::BeefyMmrLeaf)
SERINUS_PALLET_METADATA(serinus::kusama_later::XcmPallet)

namespace serinus::sdk::metadata {
namespace {

using Pallets =
    List<kusama_later::System, kusama_later::Timestamp, kusama_later::Balances, kusama_later::TransactionPayment,
         kusama_later::Parameters, kusama_later::Indices, kusama_later::Utility, kusama_later::Vesting,
         kusama_later::Scheduler, kusama_later::Proxy, kusama_later::Multisig, kusama_later::Preimage,
         kusama_later::ConvictionVoting, kusama_later::Referenda, kusama_later::FellowshipCollective,
         kusama_later::FellowshipReferenda, kusama_later::Whitelist, kusama_later::Claims, kusama_later::Recovery,
         kusama_later::DelegatedStaking, kusama_later::AssetRate, kusama_later::Treasury, kusama_later::Bounties,
         kusama_later::ChildBounties, kusama_later::Babe, kusama_later::Authorship, kusama_later::Offences,
         kusama_later::Historical, kusama_later::Session, kusama_later::Grandpa, kusama_later::AuthorityDiscovery,
         kusama_later::Beefy, kusama_later::Mmr, kusama_later::BeefyMmrLeaf, kusama_later::Origins,
         kusama_later::Society, kusama_later::Nis, kusama_later::NisCounterpartBalances, kusama_later::Staking,
         kusama_later::ElectionProviderMultiPhase, kusama_later::VoterList, kusama_later::FastUnstake,
         kusama_later::NominationPools, kusama_later::XcmPallet>;

/// As a wallet reads it: encoded and decoded.
MetadataV14 our_metadata() {
    const SourceFacts facts = SourceFacts::parse(test::read_file(KUSAMA_LATER_SOURCE_FACTS));
    Description description(facts, "staging_kusama_runtime");
    description.allow_general_extrinsics();
    description.add_pallets(Pallets{});
    description.set_origins<kusama_later::Runtime::OriginCaller>();
    description.set_extrinsic<kusama_later::Extrinsic, LookupSource, MultiSignature>(kusama_later::Extensions::Types{});
    description.finish(TypeNames::parse(test::read_file(KUSAMA_LATER_TYPE_NAMES)));
    const auto decoded = scale::decode<MetadataV14>(scale::encode(description.v14()));
    EXPECT_TRUE(decoded.has_value());
    return *decoded;
}

/// Outer enums have fewer variants than the reference's.
PrintOptions with_names() {
    static const std::set<std::string> kOpaque = {"staging_kusama_runtime::OriginCaller",
                                                  "staging_kusama_runtime::RuntimeCall",
                                                  "staging_kusama_runtime::RuntimeEvent"};
    PrintOptions options;
    options.type_names = true;
    options.opaque = [](const std::string& path) { return kOpaque.contains(path); };
    return options;
}

/// The surroundings of the first difference.
std::string differing_part(std::string_view ours, std::string_view theirs) {
    constexpr size_t kBefore = 100;
    constexpr size_t kShown = 200;
    const auto at = static_cast<size_t>(std::ranges::mismatch(ours, theirs).in1 - ours.begin());
    const size_t from = at - std::min(at, kBefore);
    return "\nours:   …" + std::string(ours.substr(from, kShown)) + "\ntheirs: …" +
           std::string(theirs.substr(from, kShown));
}

Pallet as_pallet(const PalletV14& p) {
    return {p.name, p.storage, p.calls, p.events, p.constants, p.errors, p.index, {}};
}

/// Lists the runtime APIs, of which there are fewer.
bool is_different_on_purpose(const std::string& name) { return name == "System.constant.Version"; }

using KusamaLaterMetadata = kusama_later::RealModule;

TEST_F(KusamaLaterMetadata, OfOurPalletsIsTheReferences) {
    const MetadataV14 ours = our_metadata();
    const auto bytes = ask(runtime_api::metadata::kMetadataAtVersion, 14);
    ASSERT_TRUE(bytes && *bytes);
    const auto theirs = scale::decode<MetadataV14>(**bytes);
    ASSERT_TRUE(theirs);

    Printer print_ours(ours.types, with_names());
    Printer print_theirs(theirs->types, with_names());
    for (const PalletV14& pallet : ours.pallets) {
        const auto same = std::ranges::find(theirs->pallets, pallet.name, &PalletV14::name);
        ASSERT_NE(same, theirs->pallets.end()) << pallet.name;
        EXPECT_EQ(pallet.index, same->index);
        const auto a = printed_pallet(as_pallet(pallet), print_ours);
        const auto b = printed_pallet(as_pallet(*same), print_theirs);
        for (const auto& [name, text] : b) {
            const auto line = a.find(name);
            ASSERT_NE(line, a.end()) << name;
            if (is_different_on_purpose(name)) continue;
            EXPECT_TRUE(line->second == text) << name << differing_part(line->second, text);
        }
        EXPECT_EQ(a.size(), b.size()) << pallet.name;
    }
}

TEST(KusamaLaterDocumentation, IsThereForAllThatIsListed) {
    const MetadataV14 ours = our_metadata();
    for (const PalletV14& pallet : ours.pallets) {
        if (pallet.storage) {
            for (const auto& entry : pallet.storage->entries) EXPECT_FALSE(entry.docs.empty()) << entry.name;
        }
        for (const auto& id : {pallet.calls, pallet.events, pallet.errors}) {
            if (!id) continue;
            for (const auto& variant : std::get<Variants>(ours.types[*id].type.definition).variants) {
                EXPECT_FALSE(variant.docs.empty()) << pallet.name << " " << variant.name;
            }
        }
        for (const auto& constant : pallet.constants) EXPECT_FALSE(constant.docs.empty()) << constant.name;
    }
}

}  // namespace
}  // namespace serinus::sdk::metadata
