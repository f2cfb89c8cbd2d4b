// What our calls and extensions declare, beside what the real module declares. Observed:
// TransactionPaymentCallApi_query_call_info and TransactionPaymentApi_query_info of Kusama 1.7.1; arguments are zero or
// empty
#include "runtime/pallets/asset_rate/asset_rate.ipp"
#include "runtime/pallets/auctions/auctions.ipp"
#include "runtime/pallets/authority_discovery/authority_discovery.ipp"
#include "runtime/pallets/authorship/authorship.ipp"
#include "runtime/pallets/babe/babe.ipp"
#include "runtime/pallets/balances/balances.ipp"
#include "runtime/pallets/beefy/beefy.ipp"
#include "runtime/pallets/beefy_mmr/beefy_mmr.ipp"
#include "runtime/pallets/bounties/bounties.ipp"
#include "runtime/pallets/child_bounties/child_bounties.ipp"
#include "runtime/pallets/claims/claims.ipp"
#include "runtime/pallets/conviction_voting/conviction_voting.ipp"
#include "runtime/pallets/crowdloan/crowdloan.ipp"
#include "runtime/pallets/election_provider_multi_phase/election_provider_multi_phase.ipp"
#include "runtime/pallets/fast_unstake/fast_unstake.ipp"
#include "runtime/pallets/grandpa/grandpa.ipp"
#include "runtime/pallets/indices/indices.ipp"
#include "runtime/pallets/message_queue/message_queue.ipp"
#include "runtime/pallets/mmr/mmr.ipp"
#include "runtime/pallets/multisig/multisig.ipp"
#include "runtime/pallets/nis/nis.ipp"
#include "runtime/pallets/nomination_pools/nomination_pools.ipp"
#include "runtime/pallets/offences/offences.ipp"
#include "runtime/pallets/parachains/assigner_coretime/assigner_coretime.ipp"
#include "runtime/pallets/parachains/configuration/configuration.ipp"
#include "runtime/pallets/parachains/coretime/coretime.ipp"
#include "runtime/pallets/parachains/disputes/disputes.ipp"
#include "runtime/pallets/parachains/dmp/dmp.ipp"
#include "runtime/pallets/parachains/hrmp/hrmp.ipp"
#include "runtime/pallets/parachains/inclusion/inclusion.ipp"
#include "runtime/pallets/parachains/initializer/initializer.ipp"
#include "runtime/pallets/parachains/on_demand/on_demand.ipp"
#include "runtime/pallets/parachains/para_scheduler/para_scheduler.ipp"
#include "runtime/pallets/parachains/paras/paras.ipp"
#include "runtime/pallets/parachains/paras_inherent/paras_inherent.ipp"
#include "runtime/pallets/parachains/session_info/session_info.ipp"
#include "runtime/pallets/parachains/shared/shared.ipp"
#include "runtime/pallets/parachains/slashing/slashing.ipp"
#include "runtime/pallets/parameters/parameters.ipp"
#include "runtime/pallets/paras_registrar/paras_registrar.ipp"
#include "runtime/pallets/preimage/preimage.ipp"
#include "runtime/pallets/proxy/proxy.ipp"
#include "runtime/pallets/ranked_collective/ranked_collective.ipp"
#include "runtime/pallets/recovery/recovery.ipp"
#include "runtime/pallets/referenda/referenda.ipp"
#include "runtime/pallets/scheduler/scheduler.ipp"
#include "runtime/pallets/session/historical.ipp"
#include "runtime/pallets/session/session.ipp"
#include "runtime/pallets/slots/slots.ipp"
#include "runtime/pallets/society/society.ipp"
#include "runtime/pallets/staking/staking.ipp"
#include "runtime/pallets/system/system.ipp"
#include "runtime/pallets/timestamp/timestamp.ipp"
#include "runtime/pallets/treasury/treasury.ipp"
#include "runtime/pallets/utility/utility.ipp"
#include "runtime/pallets/vesting/vesting.ipp"
#include "runtime/pallets/whitelist/whitelist.ipp"
#include "runtime/pallets/xcm/xcm.ipp"
#include "runtime/runtimes/kusama/metadata/real_module_test.hpp"
#include "runtime/runtimes/kusama/runtime.hpp"
#include "runtime/runtimes/kusama/xcm_places.hpp"
#include "runtime/sdk/host/native/session.hpp"
#include "runtime/xcm/builders/traders.hpp"
#include "runtime_api/transaction_payment.hpp"

// Calls are weighed here, none is made: there is no runtime, and what calls ask of the composition is not linked.
const serinus::sdk::RuntimeTable& serinus::sdk::native::linked_runtime() {
    static const RuntimeTable kNone;
    return kNone;
}

namespace serinus::kusama {

sdk::Balance ActiveIssuance::get() { return 0; }
Hash256 ParaHeadsRoot::extra_data() { return {}; }
std::optional<sdk::Balance> AssetRateWithNative::from_asset_balance(sdk::Balance, const AssetKind&) { return {}; }
std::optional<xcm::Location> EnsureAccountForXcm::try_origin(const sdk::RuntimeOrigin&) { return {}; }
std::optional<xcm::Location> EnsureSenderOfXcm::try_origin(const sdk::RuntimeOrigin&) { return {}; }
uint8_t VersionsOfParas::xcm_version_for(polkadot_primitives::ParaId) { return 0; }
Result<bool, sdk::ProcessMessageError> UpwardMessages::process_message(BytesView, const Origin&, sdk::WeightMeter&,
                                                                       ByteArray<32>&) {
    return false;
}

namespace {

struct NoCallWeights final : xcm::CallWeigher {
    std::optional<xcm::Weight> weight_of(BytesView) const override { return {}; }
};
constexpr NoCallWeights kNoCallWeights;
constexpr xcm::TableWeigher kWeigher = xcm_weigher(kNoCallWeights);
constexpr XcmBarrier kBarrier(xcm::kNoResponses);
constexpr xcm::FirstTraders kNoTraders({});

}  // namespace

constexpr xcm::Config kXcm{
    .universal_location = kUniversalLocation, .barrier = kBarrier, .weigher = kWeigher, .traders = kNoTraders};

namespace {

using runtime_api::transaction_payment::kQueryCallInfo;
using runtime_api::transaction_payment::kQueryInfo;

class Weights : public RealModule {
  protected:
    template <class P, class Call>
    void expect_same(uint8_t index, const Call& call) {
        Bytes encoded{P::Config::kInfo.index, index};
        scale::append_encoded(encoded, call);
        const auto real = ask(kQueryCallInfo, {encoded}, static_cast<uint32_t>(encoded.size()));
        ASSERT_TRUE(real);
        const sdk::DispatchInfo ours = sdk::detail::info_of(call);
        EXPECT_EQ(ours.weight.ref_time.value, real->weight.ref_time_ps.value) << reflect::kTypeName<Call>;
        EXPECT_EQ(ours.weight.proof_size.value, real->weight.proof_size.value) << reflect::kTypeName<Call>;
        EXPECT_EQ(static_cast<uint8_t>(ours.class_), static_cast<uint8_t>(real->dispatch_class))
            << reflect::kTypeName<Call>;
    }
    template <class P, uint8_t... I, class... Call>
    void expect_all(sdk::List<sdk::At<I, Call>...>) {
        (expect_same<P>(I, scale::initial<Call>()), ...);
    }
};

TEST_F(Weights, OfCallsAreTheReferences) {
    using Burn = struct Balances::burn;
    expect_all<System>(System::Calls{});
    expect_all<Timestamp>(Timestamp::Calls{});
    expect_all<Balances>(Balances::Calls{});
    expect_all<Parameters>(Parameters::Calls{});
    expect_all<Indices>(Indices::Calls{});
    expect_all<Preimage>(Preimage::Calls{});
    expect_all<Vesting>(Vesting::Calls{});
    expect_all<Claims>(Claims::Calls{});
    expect_all<ConvictionVoting>(ConvictionVoting::Calls{});
    expect_all<Society>(Society::Calls{});
    expect_all<Staking>(Staking::Calls{});
    expect_all<ElectionProviderMultiPhase>(ElectionProviderMultiPhase::Calls{});
    expect_all<FastUnstake>(FastUnstake::Calls{});
    expect_all<NominationPools>(NominationPools::Calls{});
    expect_all<FellowshipCollective>(FellowshipCollective::Calls{});
    expect_same<FellowshipCollective>(3, FellowshipCollective::remove_member{{}, 7});
    expect_same<FellowshipCollective>(5, FellowshipCollective::cleanup_poll{0, 7});
    expect_all<Referenda>(Referenda::Calls{});
    expect_all<FellowshipReferenda>(FellowshipReferenda::Calls{});
    expect_all<Treasury>(Treasury::Calls{});
    expect_all<Bounties>(Bounties::Calls{});
    expect_same<Bounties>(0, Bounties::propose_bounty{{}, Bytes(1'000)});
    expect_all<ChildBounties>(ChildBounties::Calls{});
    expect_same<ChildBounties>(0, ChildBounties::add_child_bounty{{}, {}, Bytes(1'000)});
    expect_all<AssetRate>(AssetRate::Calls{});
    expect_all<Session>(Session::Calls{});
    expect_all<Babe>(Babe::Calls{});
    expect_all<Grandpa>(Grandpa::Calls{});
    expect_all<Beefy>(Beefy::Calls{});
    // Of a set of a thousand validators.
    const sdk::MembershipProof of_many{.session = 1, .trie_nodes = {}, .validator_count = 1'000};
    expect_same<Babe>(0, Babe::report_equivocation{scale::initial<pallet_babe::EquivocationProof>(), of_many});
    Beefy::report_fork_voting fork{.equivocation_proof = {}, .key_owner_proof = of_many};
    fork.equivocation_proof.ancestry_proof = {.prev_peaks = std::vector<Hash256>(2),
                                              .prev_leaf_count = 3,
                                              .leaf_count = 7,
                                              .items = std::vector<std::pair<uint64_t, Hash256>>(5)};
    expect_same<Beefy>(3, fork);
    fork.equivocation_proof.ancestry_proof.leaf_count = ~uint64_t{0};
    expect_same<Beefy>(3, fork);
    expect_all<Nis>(Nis::Calls{});
    expect_all<NisCounterpartBalances>(NisCounterpartBalances::Calls{});
    // Calls without others in them; those are compared by tests/differential.
    expect_all<Proxy>(
        sdk::List<sdk::At<1, Proxy::add_proxy>, sdk::At<2, Proxy::remove_proxy>, sdk::At<3, Proxy::remove_proxies>,
                  sdk::At<4, Proxy::create_pure>, sdk::At<5, Proxy::kill_pure>, sdk::At<6, Proxy::announce>,
                  sdk::At<7, Proxy::remove_announcement>, sdk::At<8, Proxy::reject_announcement>,
                  sdk::At<10, Proxy::poke_deposit>>{});
    expect_all<Multisig>(sdk::List<sdk::At<2, Multisig::approve_as_multi>, sdk::At<3, Multisig::cancel_as_multi>,
                                   sdk::At<4, Multisig::poke_deposit>>{});
    expect_same<Multisig>(4, Multisig::poke_deposit{.other_signatories = std::vector<sdk::AccountId>(99)});
    expect_all<Scheduler>(sdk::List<sdk::At<1, Scheduler::cancel>, sdk::At<3, Scheduler::cancel_named>,
                                    sdk::At<6, Scheduler::set_retry>, sdk::At<7, Scheduler::set_retry_named>,
                                    sdk::At<8, Scheduler::cancel_retry>, sdk::At<9, Scheduler::cancel_retry_named>>{});
    expect_all<Recovery>(sdk::List<sdk::At<1, Recovery::set_recovered>, sdk::At<2, Recovery::create_recovery>,
                                   sdk::At<3, Recovery::initiate_recovery>, sdk::At<4, Recovery::vouch_recovery>,
                                   sdk::At<5, Recovery::claim_recovery>, sdk::At<6, Recovery::close_recovery>,
                                   sdk::At<7, Recovery::remove_recovery>, sdk::At<8, Recovery::cancel_recovered>,
                                   sdk::At<9, Recovery::poke_deposit>>{});
    expect_same<Recovery>(2, Recovery::create_recovery{.friends = std::vector<sdk::AccountId>(7)});
    expect_all<Whitelist>(
        sdk::List<sdk::At<0, Whitelist::whitelist_call>, sdk::At<1, Whitelist::remove_whitelisted_call>,
                  sdk::At<2, Whitelist::dispatch_whitelisted_call>>{});
    expect_same<Whitelist>(2, Whitelist::dispatch_whitelisted_call{{}, 1'000, {}});
    expect_same<Preimage>(4, Preimage::ensure_updated{std::vector<Hash256>(7)});
    expect_same<Preimage>(0, Preimage::note_preimage{Bytes(1'000)});
    expect_same<Balances>(6, Balances::upgrade_accounts{std::vector<sdk::AccountId>(100)});
    expect_same<Balances>(10, Burn{.value = {1}, .keep_alive = true});
    expect_same<System>(0, System::remark{Bytes(1'000)});
    expect_same<System>(4, System::set_storage{{{{1}, {2}}, {{3}, {4}}}});
    expect_same<System>(6, System::kill_prefix{{1}, 1'000});
    expect_same<System>(7, System::remark_with_event{Bytes(1'000)});
}

TEST_F(Weights, OfCallsOfTheHostAreTheReferences) {
    expect_all<Configuration>(Configuration::Calls{});
    expect_all<ParaInherent>(ParaInherent::Calls{});
    expect_all<Paras>(Paras::Calls{});
    expect_all<Initializer>(Initializer::Calls{});
    expect_all<Hrmp>(Hrmp::Calls{});
    expect_all<ParasDisputes>(ParasDisputes::Calls{});
    expect_all<ParasSlashing>(ParasSlashing::Calls{});
    expect_all<OnDemandAssignmentProvider>(OnDemandAssignmentProvider::Calls{});
    expect_all<Registrar>(Registrar::Calls{});
    expect_all<Slots>(Slots::Calls{});
    expect_all<Auctions>(Auctions::Calls{});
    expect_all<Crowdloan>(Crowdloan::Calls{});
    expect_all<Coretime>(Coretime::Calls{});
    expect_all<MessageQueue>(MessageQueue::Calls{});
    expect_all<XcmPallet>(XcmPallet::Calls{});
    expect_same<XcmPallet>(3, XcmPallet::execute{{}, sdk::Weight::from_parts(7, 8)});
    expect_same<Paras>(0, Paras::force_set_current_code{{}, {Bytes(1'000)}});
    expect_same<Hrmp>(4, Hrmp::force_process_hrmp_open{7});
    expect_same<Hrmp>(6, Hrmp::hrmp_cancel_open_request{{}, 7});
    expect_same<Initializer>(0, Initializer::force_approve{7});
}

TEST_F(Weights, OfExtensionsAreTheReferences) {
    for (const bool is_mortal : {false, true}) {
        Extensions::Extra extra;
        if (is_mortal) std::get<4>(extra)._0 = {.period = 64, .phase = 0};
        scale::Encoder content;
        content.byte(0x84);
        scale::encode_to(content, sdk::LookupSource{sdk::LookupSource::Id{}});
        scale::encode_to(content, sdk::MultiSignature{sdk::MultiSignature::Sr25519{}});
        scale::encode_to(content, std::get<4>(extra));
        content.byte(0);                 // nonce
        content.byte(0);                 // tip
        content.byte(0);                 // no hash of metadata
        content.append(Bytes{0, 0, 0});  // remark
        const Bytes extrinsic = std::move(content).finish();
        const auto real = ask(kQueryInfo, {extrinsic}, static_cast<uint32_t>(extrinsic.size() + 2));
        ASSERT_TRUE(real);

        const sdk::RuntimeCall none;  // no weight looks at the call
        sdk::Weight ours = System::remark{}.weight();
        std::apply(
            [&](const auto&... one) {
                const auto add = [&](const auto& extension) {
                    if constexpr (requires { extension.weight(none); }) ours.saturating_accrue(extension.weight(none));
                };
                (add(one), ...);
            },
            extra);
        EXPECT_EQ(ours.ref_time.value, real->weight.ref_time_ps.value) << is_mortal;
        EXPECT_EQ(ours.proof_size.value, real->weight.proof_size.value) << is_mortal;
    }
}

}  // namespace
}  // namespace serinus::kusama
