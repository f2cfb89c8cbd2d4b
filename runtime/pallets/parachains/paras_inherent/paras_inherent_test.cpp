// Candidates of paras from the author's data to their inclusion, read as a specification. Pallets: paras_inherent,
// inclusion
#include "runtime/pallets/parachains/paras_inherent/candidate_inherent_test.hpp"

namespace serinus::polkadot_runtime_parachains::paras_inherent {
namespace {

TEST_F(CandidateInherentTest, BelongsIntoEachBlockOnceAndToOneParent) {
    EXPECT_THROW(ParaInherent::on_finalize(10), native::Panic);
    make_error(mock::signed_by(mock::kAlice), ParaInherent::enter{data()}, kBadOrigin);
    auto other = data();
    other.parent_header.number = 5;
    make_error(none(), ParaInherent::enter{other}, Error::InvalidParentHeader);
    enter_ok(data());
    make_error(none(), ParaInherent::enter{data()}, Error::TooManyInclusionInherents);
    ParaInherent::on_finalize(10);
    const auto parents = ParasShared::storage.AllowedRelayParents.get();
    ASSERT_EQ(parents.buffer.size(), 1u);
    EXPECT_EQ(parents.latest_number, 9u);
    const auto& claims = parents.buffer[0].claim_queue;
    EXPECT_EQ(claims.at({kOther}).at(2), (std::set<CoreIndex>{{1}, {2}}));
}

TEST_F(CandidateInherentTest, ACandidateIsBackedAndIncluded) {
    for (const uint32_t version : {1u, 2u}) {
        const uint8_t from = head_of(kPara), to = from + 1;
        const auto one = candidate(kPara, 0, from, to, {.version = version});
        enter_ok(data({one}));
        EXPECT_TRUE(saw<ParaInclusion>(ParaInclusion::Event::CandidateBacked{one.receipt(), {{to}}, {0}, {0}}));
        const auto votes = ParaInherent::on_chain_votes();
        ASSERT_EQ(votes->backing_validators_per_candidate.size(), 1u);
        EXPECT_EQ(votes->backing_validators_per_candidate[0].second.size(), 2u);
        EXPECT_EQ(cores_of(kPara), Cores{0});

        begin(System::block_number() + 1);
        enter_ok(data({}, available({0})));
        EXPECT_TRUE(saw<ParaInclusion>(ParaInclusion::Event::CandidateIncluded{one.receipt(), {{to}}, {0}, {0}}));
        EXPECT_EQ(head_of(kPara), to);
        EXPECT_EQ(Paras::storage.MostRecentContext.get({kPara}), System::block_number() - 2);
        EXPECT_EQ(Disputes::included.back(), one.hash());
        const auto pending = ParaInclusion::storage.V1.get({kPara});
        EXPECT_TRUE(pending.has_value() && pending->empty()) << "there, but empty";
        begin(System::block_number() + 1);
    }
    EXPECT_EQ(Rewards::backers.size(), 4u);
}

TEST_F(CandidateInherentTest, AnAuthorGetsWhatMayBeInTheBlockAndNothingElseMay) {
    auto wrong = candidate(kPara, 0, kFirstHead, 11);
    wrong.candidate.descriptor.para_head = {};
    const auto good = candidate(kOther, 1, kFirstHead, 21);
    const auto mixed = data({wrong, good}, {bitfield(2, {}), bitfield(1, {})});
    const auto made = provided(mixed);
    EXPECT_EQ(made.backed_candidates, std::vector{good});
    EXPECT_EQ(made.bitfields.size(), 1u) << "validators ascend";
    make_error(none(), ParaInherent::enter{mixed}, Error::InherentDataFilteredDuringExecution);
    // The order of paras is part of it.
    const auto both = std::vector{candidate(kPara, 0, kFirstHead, 11), good};
    make_error(none(), ParaInherent::enter{data({both[1], both[0]})}, Error::InherentDataFilteredDuringExecution);
    EXPECT_EQ(provided(data({both[1], both[0]})).backed_candidates, both);
    enter_ok(data(both));
}

TEST_F(CandidateInherentTest, VersionsHaveTheirRules) {
    const auto is_taken = [&](const BackedCandidate& one) {
        return provided(data({one})).backed_candidates.size() == 1;
    };
    const auto with = [&](const Options& options) { return is_taken(candidate(kPara, 0, kFirstHead, 11, options)); };
    EXPECT_TRUE(with({.version = 1}));
    EXPECT_FALSE(with({.version = 1, .injected = 1})) << "another group's size";
    auto without_core = candidate(kPara, 0, kFirstHead, 11, {.version = 1});
    without_core.validator_indices = Bits(2);
    EXPECT_FALSE(is_taken(without_core));
    EXPECT_TRUE(with({.version = 1, .has_separator = true}));
    EXPECT_FALSE(with({.version = 1, .signals = {{0, 0, 0}}}));
    EXPECT_TRUE(with({}));
    EXPECT_TRUE(with({.injected = 2})) << "nobody looks at it";
    EXPECT_FALSE(with({.version = 3}));
    EXPECT_FALSE(with({.session = kSession - 1}));
    configure([](auto& config) { config.node_features = Bits(3); });
    EXPECT_FALSE(with({}));
    EXPECT_TRUE(with({.version = 1}));
}

TEST_F(CandidateInherentTest, SignalsSelectTheCore) {
    assign({kPara, kPara, kPara});
    const auto is_taken = [&](uint32_t core, std::vector<Bytes> signals) {
        const auto one = candidate(kPara, core, kFirstHead, 11, {.signals = std::move(signals)});
        return provided(data({one})).backed_candidates.size() == 1;
    };
    for (uint8_t selector = 0; selector < 6; ++selector) {
        for (uint32_t core = 0; core < 3; ++core) {
            EXPECT_EQ(is_taken(core, {{0, selector, 0}}), core == selector % 3u) << int{selector} << " " << core;
        }
    }
    EXPECT_TRUE(is_taken(1, {{0, 1, 2}})) << "of the third claim";
    EXPECT_FALSE(is_taken(1, {{0, 1, 3}})) << "there is no fourth";
    EXPECT_FALSE(is_taken(0, {{2}}));
    EXPECT_FALSE(is_taken(0, {{0, 0, 0}, {0, 0, 0}}));
    EXPECT_FALSE(is_taken(0, {{0, 0, 0}, {1, 4, 7}, {1, 4, 7}}));
    EXPECT_TRUE(is_taken(0, {{0, 0, 0, 99}})) << "what stands behind a signal is ignored";
    EXPECT_TRUE(is_taken(0, {{1, 4, 7}, {0, 0, 0}}));
    Bytes long_peer = {1, 65 * 4 % 256 + 1, 1};
    long_peer.resize(3 + 65);
    EXPECT_FALSE(is_taken(0, {long_peer}));
}

TEST_F(CandidateInherentTest, AParaWithSeveralCoresBringsAChain) {
    assign({kPara, kPara, kPara});
    const auto a = candidate(kPara, 2, kFirstHead, 11), b = candidate(kPara, 0, 11, 12),
               c = candidate(kPara, 1, 12, 13);
    enter_ok(data({a, b, c}));
    EXPECT_EQ(cores_of(kPara), (Cores{2, 0, 1}));
    begin(11);
    // The middle one first: it waits, and keeps its votes.
    enter_ok(data({}, available({0})));
    EXPECT_EQ(head_of(kPara), kFirstHead);
    EXPECT_EQ(cores_of(kPara), (Cores{2, 0, 1}));
    begin(12);
    enter_ok(data({}, available({2})));
    EXPECT_EQ(head_of(kPara), 12);
    EXPECT_EQ(cores_of(kPara), Cores{1});
    begin(13);
    EXPECT_EQ(enter_provided(data({candidate(kPara, 0, 12, 14), candidate(kPara, 2, 13, 14)})), 0u)
        << "the first one is not on the last that waits, and takes the second one with it";
    begin(14);
    enter_ok(data({candidate(kPara, 2, 13, 14)}, available({1})));
    EXPECT_EQ(head_of(kPara), 13);
    EXPECT_EQ(cores_of(kPara), Cores{2});
}

TEST_F(CandidateInherentTest, OfAChainTheGoodBeginningStays) {
    assign({kPara, kPara, kPara});
    const auto a = candidate(kPara, 0, kFirstHead, 11), b = candidate(kPara, 1, 11, 12),
               c = candidate(kPara, 2, 12, 13);
    const auto kept = [&](std::vector<BackedCandidate> candidates) {
        return provided(data(std::move(candidates))).backed_candidates;
    };
    EXPECT_EQ(kept({a, c}), std::vector{a});
    EXPECT_EQ(kept({b, a, c}), std::vector<BackedCandidate>{});
    EXPECT_EQ(kept({a, a, b}), std::vector{a});
    EXPECT_EQ(kept({a, candidate(kPara, 0, 11, 12), c}), std::vector{a}) << "a core is for one";
    ParaScheduler::storage.ClaimQueue.mutate([](auto& queues) { queues.erase({1}); });
    EXPECT_EQ(kept({a, b, c}), std::vector{a});
}

TEST_F(CandidateInherentTest, CoresThatAreOccupiedStayAsTheyAre) {
    enter_ok(data({candidate(kPara, 0, kFirstHead, 11)}));
    begin(11);
    EXPECT_EQ(enter_provided(data({candidate(kPara, 0, 11, 12)})), 0u);
    assign({kPara, kOther, kOther});
    ParaScheduler::storage.ClaimQueue.mutate(
        [](auto& queues) { queues[{0}] = {{Claim::Bulk{{1}}}, {Claim::Bulk{{2}}}, {Claim::Bulk{{3}}}}; });
    begin(12);
    enter_ok(data());
    EXPECT_EQ(ParaScheduler::claim_queue()[{0}][0].para_id(), ParaId{1}) << "its claims wait";
    begin(13);
    enter_ok(data({}, available({0})));
    EXPECT_EQ(ParaScheduler::claim_queue()[{0}][0].para_id(), ParaId{2}) << "used up, though nobody came";
}

TEST_F(CandidateInherentTest, RelayParentsAreTheLastOfTheSession) {
    std::vector<primitives::Header> parents;
    for (BlockNumber number = 10; number < 13; ++number) {
        parents.push_back(parent);
        pass();
    }
    const auto on = [&](size_t which) {
        return provided(data({candidate(kPara, 0, kFirstHead, 11, {.relay_parent = parents[which]})}))
            .backed_candidates.size();
    };
    EXPECT_EQ(on(0), 0u);
    EXPECT_EQ(on(1), 1u);
    EXPECT_EQ(on(2), 1u);
    Paras::storage.MostRecentContext.put({kPara}, parents[2].number);
    EXPECT_EQ(on(1), 0u) << "not older than the last one of the para";
    EXPECT_EQ(on(2), 1u);
}

TEST_F(CandidateInherentTest, InTheLastBlockOfASessionNoneIsBacked) {
    enter_ok(data({candidate(kPara, 0, kFirstHead, 11)}));
    begin(11);
    Sessions::ends = true;
    const auto claims = ParaScheduler::claim_queue();
    EXPECT_EQ(enter_provided(data({candidate(kOther, 1, kFirstHead, 21)}, available({0}))), 0u);
    EXPECT_EQ(head_of(kPara), 11) << "inclusion goes on";
    EXPECT_EQ(ParaScheduler::claim_queue(), claims);
}

TEST_F(CandidateInherentTest, ATimeOutTakesThoseBehindItToo) {
    assign({kPara, kPara, kPara});
    enter_ok(data({candidate(kPara, 1, kFirstHead, 11), candidate(kPara, 0, 11, 12)}));
    begin(11);
    enter_ok(data({candidate(kPara, 2, 12, 13)}));
    System::reset_events();
    configure([](auto& config) {
        config.scheduler_params.group_rotation_frequency = 7;  // from block 8 on: 15, 22
    });
    begin(13);
    enter_ok(data());
    EXPECT_EQ(cores_of(kPara), (Cores{1, 0, 2})) << "before the rotation";
    begin(14);
    enter_ok(data());
    EXPECT_EQ(cores_of(kPara), Cores{}) << "one block before it, the first ones have waited for four";
    EXPECT_EQ(System::storage.EventCount.get(), 3u);
    EXPECT_EQ(head_of(kPara), kFirstHead);
}

TEST_F(CandidateInherentTest, ALostDisputeTakesThoseBehindItToo) {
    assign({kPara, kPara, kPara});
    const auto a = candidate(kPara, 0, kFirstHead, 11), b = candidate(kPara, 1, 11, 12),
               c = candidate(kPara, 2, 12, 13);
    enter_ok(data({a, b, c}));
    begin(11);
    System::reset_events();
    Disputes::invalid = {b.hash()};
    auto with = data({candidate(kPara, 1, 11, 12)}, {bitfield(0, {0}), bitfield(1, {0, 2}), bitfield(3, {0})});
    with.disputes.push_back({b.hash(), kSession, {}});
    const auto made = provided(with);
    EXPECT_EQ(made.bitfields.size(), 2u) << "none with a bit of a core that was freed";
    EXPECT_EQ(made.backed_candidates.size(), 1u) << "another candidate may come at once";
    with.backed_candidates[0] = b;
    EXPECT_EQ(provided(with).backed_candidates.size(), 0u) << "not the same one";
    enter_ok(made);
    EXPECT_EQ(cores_of(kPara), (Cores{0, 1}));
    EXPECT_EQ(ParaInherent::on_chain_votes()->disputes.size(), 1u);
}

TEST_F(CandidateInherentTest, AFrozenChainTakesDisputesAlone) {
    Disputes::is_chain_frozen = true;
    auto with = data({candidate(kPara, 0, kFirstHead, 11)}, {bitfield(0, {})});
    with.disputes.push_back({{}, kSession, {}});
    const auto claims = ParaScheduler::claim_queue();
    const auto made = provided(with);
    EXPECT_TRUE(made.bitfields.empty() && made.backed_candidates.empty());
    EXPECT_EQ(made.disputes.size(), 1u);
    enter_ok(made);
    EXPECT_EQ(ParaScheduler::claim_queue(), claims);
    EXPECT_EQ(ParasShared::storage.AllowedRelayParents.get().buffer.size(), 1u);
}

TEST_F(CandidateInherentTest, DisabledBackersDoNotCount) {
    Disabled::validators = {0};
    const auto both = candidate(kPara, 0, kFirstHead, 11, {.version = 1});
    const auto made = provided(data({both}));
    ASSERT_EQ(made.backed_candidates.size(), 1u);
    EXPECT_EQ(made.backed_candidates[0].validity_votes, std::vector{both.validity_votes[1]});
    EXPECT_EQ(made.backed_candidates[0].backers().core, CoreIndex{0});
    EXPECT_EQ(provided(data({candidate(kPara, 0, kFirstHead, 11, {.absent = {1}})})).backed_candidates.size(), 0u);
    make_error(none(), ParaInherent::enter{data({both})}, Error::InherentDataFilteredDuringExecution);
    configure([](auto& config) { config.minimum_backing_votes = 2; });
    EXPECT_EQ(provided(data({both})).backed_candidates.size(), 0u);
}

TEST_F(CandidateInherentTest, AGroupNeedBackByNoMoreThanItHas) {
    configure([](auto& config) { config.minimum_backing_votes = 2; });
    enter_ok(data({candidate(kOther, 1, kFirstHead, 21)}));
    begin(11);
    const auto one = candidate(kPara, 0, kFirstHead, 11, {.absent = {0}});
    // Nobody is disabled, so the votes are counted where the candidate is processed.
    make_error(none(), ParaInherent::enter{data({one})}, ParaInclusion::Error::InsufficientBacking);
}

TEST_F(CandidateInherentTest, BitfieldsAreForThisSessionsCores) {
    auto wrong = bitfield(1, {});
    wrong.signature = {};
    auto shorter = bitfield(0, {});
    shorter.payload._0 = Bits(2);
    const auto made = provided(data({}, {shorter, bitfield(0, {2}), wrong, bitfield(1, {}), bitfield(3, {})}));
    ASSERT_EQ(made.bitfields.size(), 2u);
    EXPECT_EQ(made.bitfields[0].validator_index, ValidatorIndex{0});
    EXPECT_EQ(made.bitfields[1].validator_index, ValidatorIndex{3}) << "a wrong one takes the right one with it";
}

TEST_F(CandidateInherentTest, WeighsMoreThanItMayTakeAndLessInTheEnd) {
    const auto empty = ParaInherent::enter{data()};
    EXPECT_EQ(empty.weight(), Weight::from_parts(0, max_value<uint64_t>()));
    const auto some = data({candidate(kPara, 0, kFirstHead, 11)}, {bitfield(0, {})});
    const auto post = make_ok(none(), ParaInherent::enter{some});
    ASSERT_TRUE(post.actual_weight);
    EXPECT_TRUE(post.actual_weight->all_lt(ParaInherent::enter{some}.weight()));
    EXPECT_EQ(post.actual_weight->proof_size.value,
              scale::encode(some.backed_candidates[0]).size() + scale::encode(some.bitfields).size() + 1);
}

constexpr auto kW = kDefaultWeights<Weights>;

TEST(LaterInherentLimits, ChainsAreChosenWhole) {
    UncheckedSignedAvailabilityBitfields bitfields(3);
    std::vector<BackedCandidate> candidates(9);
    for (uint32_t i = 0; i < 9; ++i) candidates[i].candidate.descriptor.para_id = {i / 3};
    candidates[4].candidate.commitments.new_validation_code.emplace();
    EXPECT_EQ(chains_of(candidates).size(), 3u);
    const Weight all = weight_of<kW>(bitfields).saturating_add(weight_of<kW>(candidates));
    const auto limited = [&](Weight limit) {
        auto some_bitfields = bitfields;
        auto some = candidates;
        ChaCha20 random({});
        EXPECT_TRUE(apply_weight_limit<kW>(some, some_bitfields, limit, random).all_lte(limit));
        std::vector<uint32_t> paras;
        for (const auto& one : some) paras.push_back(one.descriptor().para_id._0);
        return std::pair(some_bitfields.size(), paras);
    };
    using Paras = std::vector<uint32_t>;
    EXPECT_EQ(limited(all), std::pair(size_t{3}, Paras{0, 0, 0, 1, 1, 1, 2, 2, 2}));
    const auto two = limited(all.saturating_sub(Weight::from_parts(1, 0)));
    EXPECT_EQ(two.second.size(), 6u);
    EXPECT_EQ(std::ranges::count(two.second, 1u), 3) << "the chain with new code comes first";
    EXPECT_EQ(limited(weight_of<kW>(bitfields)), std::pair(size_t{3}, Paras{}));
    EXPECT_EQ(limited(Weight(weight_of<kW>(bitfields[0])).saturating_mul(2)), std::pair(size_t{2}, Paras{}));
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains::paras_inherent
