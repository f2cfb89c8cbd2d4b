// What wallets ask: costs, dry runs, accounts of places. Source: xcm-runtime-apis 0.9
#include "runtime/pallets/xcm/api.ipp"

#include <map>

#include "runtime/pallets/xcm/chain_test.hpp"

namespace serinus::pallet_xcm {
namespace {

namespace fees = xcm_runtime_apis::fees;
namespace dry_run = xcm_runtime_apis::dry_run;
namespace conversions = xcm_runtime_apis::conversions;
using xcm::Version;

/// Messages that wait for parachains, as Dmp has them.
struct Waiting {
    struct Message {
        Bytes msg;
    };
    struct Para {
        uint32_t _0;
    };
    using Queues = std::map<uint32_t, std::vector<Message>>;
    static inline Queues queues;

    struct Iterator {
        Queues::const_iterator at = queues.begin();
        std::optional<std::pair<Para, std::vector<Message>>> next() {
            if (at == queues.end()) return std::nullopt;
            const auto& [para, messages] = *at++;
            return std::pair(Para{para}, messages);
        }
    };
    void clear(std::nullopt_t) const { queues.clear(); }
    Iterator iter() const { return {}; }
};

struct Chain {
    using XcmPallet = chain::XcmPallet;
    using System = mock::System;
    struct Dmp {
        struct Storage {
            Waiting DownwardMessageQueues;
        };
        static constexpr Storage storage{};
    };
    static const xcm::AccountConverter& accounts_of_locations() { return chain::kAccounts; }
    static xcm::AssetId fee_asset() { return {xcm::test::native()}; }
};
using Payment = xcm_runtime_apis::api::XcmPaymentApi<Chain>;
using DryRun = xcm_runtime_apis::api::DryRunApi<Chain>;
using Conversion = xcm_runtime_apis::api::LocationToAccountApi<Chain>;

const xcm::Program kClear{{.op = xcm::Op::ClearOrigin}};
const xcm::Program kHints{{.op = xcm::Op::SetHints}};  // older versions cannot say it

xcm::VersionedXcm program_in(Version version, const xcm::Program& program) {
    return *xcm::VersionedXcm::in_version(program, version);
}
class XcmApi : public XcmTest {
  protected:
    void SetUp() override {
        XcmTest::SetUp();
        Waiting::queues.clear();
        outside.on_delivery = [](const xcm::Location& to, const Bytes& message) {
            Waiting::queues[static_cast<uint32_t>(to.interior[0].number)].push_back({concat(Bytes{5}, message)});
        };
    }
    static OriginCaller by(const AccountId& who) { return signed_by(who).caller(); }
    static RuntimeCall sends(const xcm::Program& program) {
        return Xcm::send{xcm::VersionedLocation(parachain(1000)), xcm::VersionedXcm(program)};
    }
    static RuntimeCall executes(const xcm::Program& program) {
        return Xcm::execute{xcm::VersionedXcmOfCalls(program), Weight::from_parts(1'000'000, 1'000)};
    }
};

TEST_F(XcmApi, FeesArePaidWithTheChainsOwnAssetInEachVersion) {
    for (const Version version : {Version::V3, Version::V4, Version::V5}) {
        const auto answer = Payment::query_acceptable_payment_assets{static_cast<uint32_t>(version)}();
        ASSERT_TRUE(answer && answer->size() == 1);
        EXPECT_EQ(answer->front().version(), version);
        EXPECT_EQ(answer->front().latest(), Chain::fee_asset());
    }
    for (const uint32_t version : {2u, 6u}) {
        EXPECT_TRUE(Payment::query_acceptable_payment_assets{version}()->empty());
    }
}

TEST_F(XcmApi, AProgramWeighsWhatItsInstructionsAndCallsDo) {
    const Bytes remark = scale::encode(RuntimeCall(mock::System::remark_with_event{{1}}));
    const xcm::Program transact{{.op = Op::Transact, .bytes = remark}};
    const auto weight = [](const xcm::Program& program) {
        return Payment::query_xcm_weight{xcm::VersionedXcm(program)}();
    };
    EXPECT_EQ(weight(kClear), outside.instruction_weight);
    EXPECT_EQ(weight(transact), outside.instruction_weight.saturating_add(*chain::kCallWeigher.weight_of(remark)));
    EXPECT_EQ(weight({{.op = Op::Transact, .bytes = {255, 255}}}).error(), fees::Error::WeightNotComputable);
    xcm::Program many;
    for (int i = 0; i < 101; ++i) many.push({.op = Op::ClearOrigin});
    EXPECT_EQ(weight(many).error(), fees::Error::WeightNotComputable);
}

TEST_F(XcmApi, AWeightHasAPriceInTheAssetsThatAreTaken) {
    outside.price_of_weight = 7;
    EXPECT_EQ(
        (Payment::query_weight_to_asset_fee{Weight::from_parts(5, 0), xcm::VersionedAssetId(Chain::fee_asset())}()),
        uint128_t{7});
    EXPECT_EQ((Payment::query_weight_to_asset_fee{Weight::from_parts(5, 0),
                                                  xcm::VersionedAssetId(xcm::AssetId{parachain(1000)})}())
                  .error(),
              fees::Error::AssetNotFound);
    EXPECT_EQ((Payment::query_weight_to_asset_fee{{}, abstract_id()}()).error(),
              fees::Error::VersionedConversionFailed);
}

TEST_F(XcmApi, DeliveryIsPricedInTheHigherVersionOfBoth) {
    outside.price = coins_only(kUnit);
    const auto ask = [](Version place, Version program) {
        return Payment::query_delivery_fees{in(place, parachain(1000)), program_in(program, kClear)}();
    };
    const auto price = ask(Version::V3, Version::V4);
    ASSERT_TRUE(price);
    EXPECT_EQ(price->version(), Version::V4);
    EXPECT_EQ(price->latest(), coins_only(kUnit));
    EXPECT_EQ(ask(Version::V5, Version::V3)->version(), Version::V5);
    outside.validate_error = xcm::SendError(xcm::SendError::Code::Unroutable);
    EXPECT_EQ(ask(Version::V5, Version::V5).error(), fees::Error::Unroutable);
}

TEST_F(XcmApi, ACallIsTriedWithoutWhatWaitedBefore) {
    Waiting::queues[2000] = {{Bytes{1, 2, 3}}};  // no message at all
    make_ok(signed_by(kBob), mock::System::remark_with_event{{7}});
    const auto effects = DryRun::dry_run_call{by(kAlice), sends(kClear), 4}();
    ASSERT_TRUE(effects);
    EXPECT_TRUE(effects->execution_result);
    EXPECT_EQ(effects->local_xcm, std::nullopt) << "nothing ran here";
    ASSERT_EQ(effects->forwarded_xcms.size(), 1u);
    const auto& [place, messages] = effects->forwarded_xcms.front();
    EXPECT_EQ(place, in(Version::V4, parachain(1000)));
    ASSERT_EQ(messages.size(), 1u);
    EXPECT_EQ(messages.front().version(), Version::V4);
    EXPECT_EQ(messages.front().latest()->to_vector().back().op, Op::ClearOrigin);
    ASSERT_EQ(effects->emitted_events.size(), 2u) << "FeesPaid and Sent";
    for (const auto& one : effects->emitted_events) EXPECT_EQ(one.encoded.front(), chain::XcmConfig::kInfo.index);
}

TEST_F(XcmApi, TheProgramThatACallRunsIsToldInTheVersionThatIsAsked) {
    const auto effects = DryRun::dry_run_call{by(kAlice), executes(kClear), 3}();
    ASSERT_TRUE(effects);
    EXPECT_EQ(effects->local_xcm, program_in(Version::V3, kClear));
    EXPECT_FALSE(storage.ShouldRecordXcm.get()) << "later programs are not kept";
    EXPECT_EQ((DryRun::dry_run_call{by(kAlice), executes(kHints), 4}()).error(),
              dry_run::Error::VersionedConversionFailed);
    EXPECT_EQ((DryRun::dry_run_call{by(kAlice), sends(kHints), 4}()).error(),
              dry_run::Error::VersionedConversionFailed);
}

TEST_F(XcmApi, ACallThatFailsIsAnAnswer) {
    outside.validate_error = xcm::SendError(xcm::SendError::Code::Unroutable);
    const auto effects = DryRun::dry_run_call{by(kAlice), sends(kClear), 5}();
    ASSERT_TRUE(effects);
    ASSERT_FALSE(effects->execution_result);
    EXPECT_EQ(effects->execution_result.error().error, DispatchError(Error{Error::SendFailure{}}));
    EXPECT_TRUE(effects->forwarded_xcms.empty());
}

TEST_F(XcmApi, AProgramOfAnotherPlaceIsTriedAndWhatItSendsToldInItsVersion) {
    const xcm::Program reports{{.op = Op::ReportHolding,
                                .filter = xcm::AssetFilter::all(),
                                .info = {.destination = parachain(1000), .query_id = 1, .max_weight = {}}}};
    const auto run = [](const xcm::VersionedXcm& program) {
        return DryRun::dry_run_xcm{xcm::VersionedLocation(parachain(1000)), program}();
    };
    for (const Version version : {Version::V3, Version::V5}) {
        const auto effects = run(program_in(version, reports));
        ASSERT_TRUE(effects);
        EXPECT_EQ(effects->execution_result.kind, xcm::Outcome::Kind::Complete);
        EXPECT_EQ(effects->execution_result.used, outside.instruction_weight);
        ASSERT_EQ(effects->forwarded_xcms.size(), 1u);
        EXPECT_EQ(effects->forwarded_xcms.front().second.size(), 1u);
        EXPECT_EQ(effects->forwarded_xcms.front().second.front().version(), version);
    }
    const auto trapped = run(xcm::VersionedXcm(xcm::Program{{.op = Op::Trap, .id = 7}}));
    ASSERT_TRUE(trapped);
    EXPECT_EQ(trapped->execution_result.kind, xcm::Outcome::Kind::Incomplete);
    EXPECT_EQ(trapped->execution_result.error, (xcm::InstructionError{0, xcm::Error::trap(7)}));
}

/// A chain whose messages go to its relay chain and to neighbours.
struct Parachain {
    using XcmPallet = chain::XcmPallet;
    using System = mock::System;
    struct MessageQueues {
        static inline std::vector<std::pair<xcm::Location, std::vector<Bytes>>> queues;
        static void forget() { queues.clear(); }
        static auto waiting() { return queues; }
    };
};

TEST_F(XcmApi, AParachainSaysWhereItsMessagesWait) {
    using Queues = Parachain::MessageQueues;
    Queues::queues = {{parachain(9), {Bytes{1}}}};
    outside.on_delivery = [](const xcm::Location&, const Bytes& message) {
        Queues::queues = {{{1, {}}, {concat(Bytes{5}, message)}}, {{1, {xcm::Junction::parachain(9)}}, {}}};
    };
    const auto effects = xcm_runtime_apis::api::DryRunApi<Parachain>::dry_run_call{by(kAlice), sends(kClear), 4}();
    ASSERT_TRUE(effects);
    ASSERT_EQ(effects->forwarded_xcms.size(), 2u);
    EXPECT_EQ(effects->forwarded_xcms[0].first, in(Version::V4, xcm::Location::parent()));
    EXPECT_EQ(effects->forwarded_xcms[0].second.size(), 1u);
    EXPECT_TRUE(effects->forwarded_xcms[1].second.empty());
}

TEST_F(XcmApi, PlacesHaveTheAccountsOfTheChain) {
    const auto account = [](const xcm::VersionedLocation& place) { return Conversion::convert_location{place}(); };
    EXPECT_EQ(account(in(Version::V3, parachain(1000))), sovereign(1000));
    EXPECT_EQ(account(xcm::VersionedLocation(place_of(kAlice))), kAlice);
    EXPECT_EQ(account(xcm::VersionedLocation(xcm::Location{1, {}})).error(), conversions::Error::Unsupported);
}

}  // namespace
}  // namespace serinus::pallet_xcm
