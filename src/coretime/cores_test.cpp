#include "coretime/cores.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "coretime/chain_values.hpp"
#include "coretime/report_json.hpp"

namespace serinus::coretime {
namespace {

namespace json = boost::json;
namespace host = runtime_api::parachain_host;

/// A chain that has what a test writes, as {"Pallet.Item": value}; of a map: {"Pallet.Item": {"keys": value}}.
class WrittenChain final : public ChainValues {
  public:
    json::object items, maps, constants;

    bool has_item(std::string_view pallet, std::string_view item) const override {
        return items.contains(name_of(pallet, item)) || maps.contains(name_of(pallet, item));
    }
    Result<json::value, std::string> value(std::string_view pallet, std::string_view item,
                                           const json::array& keys) override {
        if (keys.empty()) return found_in(items, name_of(pallet, item));
        const json::value map = found_in(maps, name_of(pallet, item));
        return map.is_null() ? json::value() : found_in(map.get_object(), json::serialize(keys));
    }
    Result<std::vector<Entry>, std::string> entries(std::string_view pallet, std::string_view item) override {
        std::vector<Entry> out;
        const json::value map = found_in(maps, name_of(pallet, item));
        if (map.is_null()) return out;
        for (const auto& [keys, value] : map.get_object()) out.push_back({json::parse(keys).as_array(), value});
        return out;
    }
    json::value constant(std::string_view pallet, std::string_view constant) const override {
        return found_in(constants, name_of(pallet, constant));
    }

  private:
    static std::string name_of(std::string_view pallet, std::string_view name) {
        return std::string(pallet) + "." + std::string(name);
    }
    static json::value found_in(const json::object& all, std::string_view name) {
        const auto* found = all.if_contains(name);
        return found == nullptr ? json::value() : *found;
    }
};

class Coretime : public testing::Test {
  protected:
    Coretime() {
        chain.items = json::parse(R"({
            "ParaScheduler.ValidatorGroups": [[0], [1]],
            "Configuration.ActiveConfig": {"scheduler_params": {"num_cores": 2, "lookahead": 3,
                "on_demand_base_fee": 10000000, "on_demand_queue_max_size": 500}},
            "ParasShared.ActiveValidatorIndices": [1, 0],
            "Session.Validators": ["alice", "bob"],
            "OnDemandAssignmentProvider.QueueStatus":
                {"traffic": "1500000000000000000", "next_index": 0, "smallest_index": 0, "freed_indices": []},
            "OnDemandAssignmentProvider.FreeEntries": []
        })")
                          .as_object();
        chain.maps = json::parse(R"({"CoretimeAssignmentProvider.CoreDescriptors": {}})").as_object();
        answers.cores = {{host::v5::CoreState::Free{}}, {host::v5::CoreState::Free{}}};
        answers.groups = {{{{0}}, {{1}}}, {.session_start_block = 1, .group_rotation_frequency = 10, .now = 101}};
    }
    void describe(const char* core, const char* descriptor) {
        put("CoretimeAssignmentProvider.CoreDescriptors", core, descriptor);
    }
    void put(const char* map, const char* keys, const char* value) {
        auto& entries = chain.maps[map];
        if (entries.is_null()) entries = json::object();
        entries.as_object()[keys] = json::parse(value);
    }
    CoresReport report(BlockNumber number = 100) {
        auto found = read_cores(chain, answers, number);
        EXPECT_TRUE(found) << found.error();
        return found ? *std::move(found) : CoresReport();
    }

    WrittenChain chain;
    HostAnswers answers;
};

// Observed: CoretimeAssignmentProvider of Kusama 1.7.1
TEST_F(Coretime, ACoreIsSharedByPartsAndEndsAtItsHint) {
    describe("[0]", R"({"queue": null, "current_work": {"assignments": [
        [{"Task": 1005}, {"ratio": 28800, "remaining": 28800}], ["Pool", {"ratio": 14400, "remaining": 0}],
        ["Idle", {"ratio": 14400, "remaining": 0}]], "end_hint": 150, "pos": 0, "step": 14400}})");
    const CoresReport found = report();
    ASSERT_EQ(found.cores.size(), 2u);
    ASSERT_TRUE(found.cores[0].work);
    const auto& shares = found.cores[0].work->shares;
    ASSERT_EQ(shares.size(), 3u);
    EXPECT_EQ(shares[0].use, Share::Use::kTask);
    EXPECT_EQ(shares[0].para, 1005u);
    EXPECT_EQ(shares[0].parts, 28'800u);
    EXPECT_EQ(shares[1].use, Share::Use::kPool);
    EXPECT_EQ(shares[2].use, Share::Use::kIdle);
    EXPECT_EQ(found.cores[0].until(), 150u);
    EXPECT_FALSE(found.cores[1].work);
    EXPECT_EQ(found.cores[1].until(), std::nullopt);
}

TEST_F(Coretime, SchedulesAreFollowedFromOneToTheNext) {
    describe("[1]", R"({"queue": {"first": 120, "last": 200}, "current_work":
        {"assignments": [["Pool", {"ratio": 57600, "remaining": 0}]], "end_hint": null, "pos": 0, "step": 57600}})");
    put("CoretimeAssignmentProvider.CoreSchedules", "[[120,1]]",
        R"({"assignments": [[{"Task": 2000}, 57600]], "end_hint": 180, "next_schedule": 200})");
    put("CoretimeAssignmentProvider.CoreSchedules", "[[200,1]]",
        R"({"assignments": [["Idle", 57600]], "end_hint": null, "next_schedule": null})");
    const Core core = report().cores[1];
    ASSERT_EQ(core.scheduled.size(), 2u);
    EXPECT_EQ(core.scheduled[0].begin, 120u);
    EXPECT_EQ(core.scheduled[0].end_hint, 180u);
    EXPECT_EQ(core.scheduled[0].shares[0].para, 2000u);
    EXPECT_EQ(core.scheduled[1].begin, 200u);
    EXPECT_EQ(core.until(), 120u) << "the next schedule ends the work";
    EXPECT_TRUE(core.is_of(2000));
    EXPECT_FALSE(core.is_of(1005));
}

// Observed: Kusama 1.7.1: ensure_workload: the descriptor changes only when the core is asked for a claim.
TEST_F(Coretime, WorkOfTheNextBlockIsThatOfTheFirstScheduleThatIsDueAndNotOver) {
    describe("[0]", R"({"queue": {"first": 90, "last": 120}, "current_work":
        {"assignments": [[{"Task": 1}, {"ratio": 57600, "remaining": 0}]], "end_hint": null, "pos": 0, "step": 57600}})");
    put("CoretimeAssignmentProvider.CoreSchedules", "[[90,0]]",
        R"({"assignments": [[{"Task": 2}, 57600]], "end_hint": 101, "next_schedule": 101})");
    put("CoretimeAssignmentProvider.CoreSchedules", "[[101,0]]",
        R"({"assignments": [[{"Task": 3}, 57600]], "end_hint": null, "next_schedule": 120})");
    put("CoretimeAssignmentProvider.CoreSchedules", "[[120,0]]",
        R"({"assignments": [[{"Task": 4}, 57600]], "end_hint": null, "next_schedule": null})");
    const auto now_and_later = [this](BlockNumber number) {
        const Core core = report(number).cores[0];
        return std::pair(core.work ? core.work->shares[0].para : 0, core.scheduled.size());
    };
    EXPECT_EQ(now_and_later(88), std::pair(1u, size_t{3}));
    EXPECT_EQ(now_and_later(89), std::pair(2u, size_t{2}));
    EXPECT_EQ(now_and_later(100), std::pair(3u, size_t{1})) << "the one that was due first is over";

    describe("[0]", R"({"queue": null, "current_work":
        {"assignments": [[{"Task": 1}, {"ratio": 57600, "remaining": 0}]], "end_hint": 101, "pos": 0, "step": 57600}})");
    EXPECT_EQ(now_and_later(99).first, 1u);
    EXPECT_EQ(now_and_later(100).first, 0u) << "its hint is the first block without it";
}

// Observed: ParaScheduler of Kusama 2.3.2
TEST_F(Coretime, DescriptorsMayStandInTheScheduler) {
    chain.maps = json::parse(R"({"ParaScheduler.CoreSchedules": {"[[120,1]]":
        {"assignments": [["Pool", 57600]], "end_hint": null, "next_schedule": null}}})")
                     .as_object();
    chain.items["ParaScheduler.CoreDescriptors"] = json::parse(R"([[1, {"queue": {"first": 120, "last": 120},
        "current_work": {"assignments": [[{"Task": 1005}, {"ratio": 57600, "remaining": 57600}]], "end_hint": null,
        "pos": 0, "step": 57600}}]])");
    const CoresReport found = report();
    EXPECT_FALSE(found.cores[0].work);
    ASSERT_TRUE(found.cores[1].work);
    EXPECT_EQ(found.cores[1].work->shares[0].para, 1005u);
    EXPECT_EQ(found.cores[1].until(), 120u);
}

TEST_F(Coretime, ChainsWithoutItSaySo) {
    chain.maps = json::object();
    EXPECT_EQ(
        read_cores(chain, answers, 1).error(),
        "the runtime of this chain has no coretime: it gives a core to each parachain that has a lease, and keeps "
        "no descriptors of cores");
    chain.items = json::object();
    EXPECT_EQ(read_cores(chain, answers, 1).error(), "the chain has no pallet ParaScheduler: it is no relay chain");
}

// Observed: Kusama 1.7.1: the scheduler's expected_claim_queue_len; 2.3.2: advance_assignments
TEST_F(Coretime, CoresThatTheConfigurationLeavesOutAreNotServed) {
    const auto served = [this] {
        std::vector<bool> out;
        for (const Core& core : report().cores) out.push_back(core.is_served);
        return out;
    };
    EXPECT_EQ(served(), (std::vector{true, true}));
    chain.items["Configuration.ActiveConfig"] = json::parse(R"({"scheduler_params": {"num_cores": 1}})");
    EXPECT_EQ(served(), (std::vector{true, false}));
    chain.items["ParaScheduler.CoreDescriptors"] = json::array();
    EXPECT_EQ(served(), (std::vector{true, true}));
    answers.groups.first.pop_back();
    EXPECT_EQ(served(), (std::vector{true, false})) << "nobody backs candidates there";
}

// Observed: Kusama 1.7.1: group_assigned_to_core of the scheduler
TEST_F(Coretime, GroupsChangeCoresInTurn) {
    const auto first_group = [this](BlockNumber now) {
        answers.groups.second.now = now;
        return report().cores[0].group;
    };
    EXPECT_EQ(first_group(10), 0u);
    EXPECT_EQ(first_group(11), 1u);
    EXPECT_EQ(first_group(21), 0u);
    EXPECT_EQ(first_group(0), std::nullopt) << "before the session";
    first_group(11);
    const CoresReport found = report();
    EXPECT_EQ(found.rotation_at, 21u);
    ASSERT_EQ(found.cores[0].members.size(), 1u);
    EXPECT_EQ(found.cores[0].members[0].validator, 1u);
    EXPECT_EQ(found.cores[0].members[0].account, "alice") << "the session's validators are shuffled";
    chain.items["Configuration.ActiveConfig"] = json::parse(R"({"scheduler_params": {"num_cores": 3}})");
    ASSERT_EQ(report().cores.size(), 3u);
    EXPECT_EQ(report().cores[2].group, std::nullopt) << "there are two groups";
}

TEST_F(Coretime, ClaimsAndTheCandidateThatBecomesAvailableAreThoseOfTheHost) {
    host::v5::OccupiedCore occupied;
    occupied.occupied_since = 99;
    occupied.time_out_at = 104;
    occupied.candidate_descriptor.para_id = {1005};
    for (const bool bit : {true, false, true}) occupied.availability.push_back(bit);
    answers.cores[1] = {host::v5::CoreState::Occupied{occupied}};
    answers.claims[{1}] = {{1005}, {2000}};
    CoresReport found = report();
    EXPECT_FALSE(found.cores[0].occupant);
    ASSERT_TRUE(found.cores[1].occupant);
    EXPECT_EQ(found.cores[1].occupant->para, 1005u);
    EXPECT_EQ(found.cores[1].occupant->since, 99u);
    EXPECT_EQ(found.cores[1].occupant->times_out_at, 104u);
    EXPECT_EQ(found.cores[1].occupant->available, 2u);
    EXPECT_EQ(found.cores[1].claims, (std::vector<uint32_t>{1005, 2000}));
    keep_only(found, 2000);
    ASSERT_EQ(found.cores.size(), 1u);
    EXPECT_EQ(found.cores[0].index, 1u);
}

// Observed: on_demand of Kusama 1.7.1
TEST_F(Coretime, OrdersStandByTheirPlacesWhicheverHeapTheyAreIn) {
    chain.items["OnDemandAssignmentProvider.QueueStatus"] = json::parse(
        R"({"traffic": "1500000000000000000", "next_index": 2, "smallest_index": 4294967295, "freed_indices": [0]})");
    chain.items["OnDemandAssignmentProvider.FreeEntries"] = json::parse(R"([{"para_id": 7, "idx": 1}])");
    put("OnDemandAssignmentProvider.AffinityEntries", "[3]", R"([{"para_id": 8, "idx": 4294967295}])");
    put("OnDemandAssignmentProvider.ParaIdAffinity", "[8]", R"({"core_index": 3, "count": 2})");
    CoresReport found = report();
    ASSERT_TRUE(found.on_demand);
    EXPECT_EQ(found.on_demand->price, 15'000'000u);
    EXPECT_EQ(found.on_demand->queued, 2u);
    EXPECT_EQ(found.on_demand->max_queued, 500u);
    ASSERT_EQ(found.on_demand->orders.size(), 2u);
    EXPECT_EQ(found.on_demand->orders[0].para, 8u) << "places go round";
    EXPECT_EQ(found.on_demand->orders[0].core, 3u);
    EXPECT_EQ(found.on_demand->orders[1].para, 7u);
    EXPECT_EQ(found.on_demand->orders[1].core, std::nullopt);
    ASSERT_EQ(found.on_demand->affinities.size(), 1u);
    EXPECT_EQ(found.on_demand->affinities[0].claims, 2u);
    keep_only(found, 7);
    EXPECT_EQ(found.on_demand->orders.size(), 1u);
    EXPECT_TRUE(found.on_demand->affinities.empty());
    EXPECT_EQ(found.on_demand->queued, 2u) << "the queue is that of all";
}

// Observed: on_demand of Kusama 2.3.2
TEST_F(Coretime, OrdersMayStandInAList) {
    chain.items.erase("OnDemandAssignmentProvider.QueueStatus");
    EXPECT_FALSE(report().on_demand);
    chain.items["OnDemandAssignmentProvider.OrderStatus"] =
        json::parse(R"({"traffic": 0, "queue": {"queue": [{"para_id": 9, "ordered_at": 98}]}})");
    chain.constants["OnDemandAssignmentProvider.TrafficDefaultValue"] = "1000000000000000000";
    const CoresReport found = report();
    ASSERT_TRUE(found.on_demand);
    EXPECT_EQ(found.on_demand->price, 10'000'000u) << "the next block raises the traffic to the least";
    ASSERT_EQ(found.on_demand->orders.size(), 1u);
    EXPECT_EQ(found.on_demand->orders[0].ordered_at, 98u);
    EXPECT_EQ(found.on_demand->queued, 1u);
}

// Observed: Slots of Kusama 1.7.1: the list begins with the present period.
TEST_F(Coretime, LeasesEndBehindTheirLastPeriod) {
    chain.constants["Slots.LeasePeriod"] = 40;
    chain.constants["Slots.LeaseOffset"] = 10;
    put("Slots.Leases", "[2000]", R"([["alice", 5], ["alice", "7000000000000000000"], null, ["bob", 1]])");
    const CoresReport found = report(100);
    ASSERT_EQ(found.leases.size(), 2u);
    EXPECT_EQ(found.leases[0].first_period, 2u);
    EXPECT_EQ(found.leases[0].last_period, 3u);
    EXPECT_EQ(found.leases[0].end, 170u);
    EXPECT_EQ(found.leases[0].deposit, uint128_t{7'000'000'000'000'000'000});
    EXPECT_EQ(found.leases[1].account, "bob");
    EXPECT_EQ(found.leases[1].end, 250u);
}

TEST_F(Coretime, TheReportOfOneParaHasItsLifecycle) {
    put("Paras.ParaLifecycles", "[1005]", "\"Parachain\"");
    CoresReport found = report();
    EXPECT_FALSE(report_json(found).contains("para"));
    keep_only(found, 1005);
    EXPECT_EQ(report_json(found)["lifecycle"], json::value("Parachain"));
    EXPECT_EQ(report_json(found)["onDemand"].at("price"), json::value("15000000"));
    keep_only(found, 1006);
    EXPECT_TRUE(report_json(found)["lifecycle"].is_null());
}

}  // namespace
}  // namespace serinus::coretime
