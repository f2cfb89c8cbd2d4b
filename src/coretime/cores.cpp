#include "coretime/cores.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "coretime/chain_values.hpp"
#include "coretime/fields.hpp"

namespace serinus::coretime {
namespace {

namespace json = boost::json;
namespace host = runtime_api::parachain_host;

/// Ours: a core with more schedules than this is not shown to its end.
constexpr size_t kMaxSchedules = 100;

constexpr std::string_view kDescriptors = "CoreDescriptors", kSchedules = "CoreSchedules";

/// Observed: Kusama 1.7.1 has a pallet of its own for it, 2.3.2 has it in the scheduler.
std::string_view assigning_pallet(const ChainValues& values) {
    for (const std::string_view pallet : {"ParaScheduler", "CoretimeAssignmentProvider"}) {
        if (values.has_item(pallet, kDescriptors)) return pallet;
    }
    return {};
}

/// "Idle", "Pool" or {"Task": 1000}, beside its parts or the state of these.
Share share_of(const json::value& pair) {
    Share out;
    const json::array& parts = items_of(&pair);
    if (parts.size() != 2) return out;
    if (const auto task = u32_in(field(parts[0], "Task"))) {
        out.use = Share::Use::kTask;
        out.para = *task;
    } else if (parts[0] == json::value("Pool")) {
        out.use = Share::Use::kPool;
    }
    const json::value* ratio = field(parts[1], "ratio");
    out.parts = u32_in(ratio == nullptr ? &parts[1] : ratio).value_or(0);
    return out;
}

/// Of a WorkState or a Schedule.
Work work_of(const json::value& value) {
    Work out;
    out.end_hint = u32_in(field(value, "end_hint"));
    for (const json::value& pair : items_of(field(value, "assignments"))) out.shares.push_back(share_of(pair));
    return out;
}

/// The descriptors of all cores, by their indices.
class Descriptors {
  public:
    explicit Descriptors(ChainValues& values) : values_(values), pallet_(assigning_pallet(values)) {}

    /// Observed: Kusama 1.7.1: cores from num_cores on have no queue of claims; 2.3.2 asks each that has a descriptor.
    bool are_bounded() const { return pallet_ != "ParaScheduler"; }

    /// Of all cores at once, where the runtime keeps them in one item.
    Result<void, std::string> load() {
        if (pallet_ != "ParaScheduler") return {};
        TRY_ASSIGN(const json::value all, values_.value(pallet_, kDescriptors));
        std::map<uint32_t, json::value> found;
        for (const json::value& pair : items_of(&all)) {
            const json::array& parts = items_of(&pair);
            const auto core = parts.size() == 2 ? u32_in(&parts[0]) : std::nullopt;
            if (core) found.emplace(*core, parts[1]);
        }
        in_one_ = std::move(found);
        return {};
    }

    Result<json::value, std::string> of(uint32_t core) {
        if (!in_one_) return values_.value(pallet_, kDescriptors, json::array{core});
        const auto found = in_one_->find(core);
        return found == in_one_->end() ? json::value() : found->second;
    }

    /// Those that wait, in their order: each names where the next one begins.
    Result<std::vector<Work>, std::string> schedules(uint32_t core, const json::value& descriptor) {
        std::vector<Work> out;
        auto begin = u32_in(field_at(descriptor, {"queue", "first"}));
        while (begin && out.size() < kMaxSchedules) {
            json::array keys;
            keys.push_back(json::array{*begin, core});  // one key of two parts
            TRY_ASSIGN(const json::value schedule, values_.value(pallet_, kSchedules, keys));
            if (schedule.is_null()) break;
            out.push_back(work_of(schedule));
            out.back().begin = begin;
            begin = u32_in(field(schedule, "next_schedule"));
        }
        return out;
    }

  private:
    ChainValues& values_;
    std::string_view pallet_;
    std::optional<std::map<uint32_t, json::value>> in_one_;
};

/// What the core does in block `now`, as it takes up its work when it is asked for a claim: work ends, and the first
/// schedule that is due and not over is taken.
void take_up(Core& core, BlockNumber now) {
    const auto is_over = [now](const Work& work) { return work.end_hint && *work.end_hint <= now; };
    if (core.work && is_over(*core.work)) core.work.reset();
    auto& waiting = core.scheduled;
    if (waiting.empty() || *waiting.front().begin > now) return;
    core.work.reset();
    while (!waiting.empty() && !core.work) {
        if (!is_over(waiting.front())) core.work = waiting.front();
        waiting.erase(waiting.begin());
    }
}

Occupant occupant_of(const host::v5::OccupiedCore& core) {
    return {.para = core.candidate_descriptor.para_id._0,
            .candidate = core.candidate_hash._0,
            .since = core.occupied_since,
            .times_out_at = core.time_out_at,
            .available = static_cast<uint32_t>(core.availability.count_ones()),
            .validators = static_cast<uint32_t>(core.availability.size())};
}

/// Observed: Kusama 1.7.1: group_assigned_to_core: groups change cores in turn, cores without a group of their number
/// have none.
std::optional<uint32_t> group_of(uint32_t core, const host::ValidatorGroups& groups) {
    const auto& [members, rotation] = groups;
    if (core >= members.size() || rotation.now < rotation.session_start_block) return std::nullopt;
    const uint32_t turns = rotation.group_rotation_frequency == 0
                               ? 0
                               : (rotation.now - rotation.session_start_block) / rotation.group_rotation_frequency;
    return static_cast<uint32_t>((uint64_t{core} + turns) % members.size());
}

/// Accounts of the session's validators of parachains, by their indices.
Result<std::vector<std::string>, std::string> accounts_of(ChainValues& values) {
    TRY_ASSIGN(const json::value active, values.value("ParasShared", "ActiveValidatorIndices"));
    TRY_ASSIGN(const json::value validators, values.value("Session", "Validators"));
    const json::array& accounts = items_of(&validators);
    std::vector<std::string> out;
    for (const json::value& index : items_of(&active)) {
        const auto at = u32_in(&index);
        const auto* account = at && *at < accounts.size() ? accounts[*at].if_string() : nullptr;
        out.emplace_back(account == nullptr ? std::string() : std::string(*account));
    }
    return out;
}

Result<std::vector<Core>, std::string> read_each(ChainValues& values, const HostAnswers& answers, uint32_t configured,
                                                 uint32_t count, BlockNumber next) {
    Descriptors descriptors(values);
    TRY(descriptors.load());
    TRY_ASSIGN(const auto accounts, accounts_of(values));
    std::vector<Core> out;
    for (uint32_t i = 0; i < count; ++i) {
        Core core{.index = i};
        TRY_ASSIGN(const json::value descriptor, descriptors.of(i));
        const json::value* work = field(descriptor, "current_work");
        if (work != nullptr && work->is_object()) core.work = work_of(*work);
        core.scheduled = TRY(descriptors.schedules(i, descriptor));
        take_up(core, next);
        if (const auto found = answers.claims.find({i}); found != answers.claims.end()) {
            for (const auto para : found->second) core.claims.push_back(para._0);
        }
        if (i < answers.cores.size()) {
            const auto* occupied = std::get_if<host::v5::CoreState::Occupied>(&answers.cores[i].v);
            if (occupied != nullptr) core.occupant = occupant_of(occupied->_0);
        }
        core.group = group_of(i, answers.groups);
        core.is_served = i < answers.groups.first.size() && (i < configured || !descriptors.are_bounded());
        if (core.group) {
            for (const auto validator : answers.groups.first[*core.group]) {
                const auto index = validator._0;
                core.members.push_back({index, index < accounts.size() ? accounts[index] : std::string()});
            }
        }
        out.push_back(std::move(core));
    }
    return out;
}

bool has_share(const Work& work, uint32_t para) {
    return std::ranges::any_of(work.shares,
                               [para](const Share& one) { return one.use == Share::Use::kTask && one.para == para; });
}

}  // namespace

std::optional<BlockNumber> Core::until() const {
    if (!work) return std::nullopt;
    std::optional<BlockNumber> out = work->end_hint;
    if (!scheduled.empty() && (!out || *scheduled.front().begin < *out)) out = scheduled.front().begin;
    return out;
}

bool Core::is_of(uint32_t para) const {
    return (work && has_share(*work, para)) || std::ranges::find(claims, para) != claims.end() ||
           (occupant && occupant->para == para) ||
           std::ranges::any_of(scheduled, [para](const Work& one) { return has_share(one, para); });
}

Result<void, std::string> check_coretime(const ChainValues& values) {
    ENSURE(values.has_item("ParaScheduler", "ValidatorGroups"),
           std::string("the chain has no pallet ParaScheduler: it is no relay chain"));
    ENSURE(!assigning_pallet(values).empty(),
           std::string("the runtime of this chain has no coretime: it gives a core to each parachain that has a lease, "
                       "and keeps no descriptors of cores"));
    return {};
}

Result<CoresReport, std::string> read_cores(ChainValues& values, const HostAnswers& answers, BlockNumber number) {
    TRY(check_coretime(values));
    CoresReport out;
    out.number = number;
    TRY_ASSIGN(const json::value config, values.value("Configuration", "ActiveConfig"));
    out.configured_cores = u32_in(field_at(config, {"scheduler_params", "num_cores"})).value_or(0);
    out.lookahead = u32_in(field_at(config, {"scheduler_params", "lookahead"})).value_or(0);
    out.groups = static_cast<uint32_t>(answers.groups.first.size());
    out.rotation_frequency = answers.groups.second.group_rotation_frequency;
    out.rotation_at = answers.groups.second.next_rotation_at();

    constexpr uint32_t kMaxCores = 10'000;  ///< ours
    const auto count = std::max(static_cast<uint32_t>(answers.cores.size()), out.configured_cores);
    ENSURE(count <= kMaxCores, std::string("the chain says that it has more cores than are read"));
    out.cores = TRY(read_each(values, answers, out.configured_cores, count, number + 1));
    out.on_demand = TRY(read_on_demand(values));
    out.leases = TRY(read_leases(values, number));
    TRY_ASSIGN(const auto lifecycles, values.entries("Paras", "ParaLifecycles"));
    for (const auto& [keys, value] : lifecycles) {
        const auto para = keys.empty() ? std::nullopt : u32_in(&keys[0]);
        if (para && value.is_string()) out.lifecycles.emplace(*para, std::string(value.get_string()));
    }
    return out;
}

void keep_only(CoresReport& report, uint32_t para) {
    report.para = para;
    const auto is_other = [para](const auto& one) { return one.para != para; };
    std::erase_if(report.cores, [para](const Core& core) { return !core.is_of(para); });
    std::erase_if(report.leases, is_other);
    if (!report.on_demand) return;
    std::erase_if(report.on_demand->orders, is_other);
    std::erase_if(report.on_demand->affinities, is_other);
}

}  // namespace serinus::coretime
