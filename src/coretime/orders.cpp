// The queue of orders on demand, and what an order costs.
#include <algorithm>
#include <boost/json.hpp>

#include "coretime/chain_values.hpp"
#include "coretime/cores.hpp"
#include "coretime/fields.hpp"

namespace serinus::coretime {
namespace {

namespace json = boost::json;

constexpr std::string_view kPallet = "OnDemandAssignmentProvider";
constexpr uint128_t kOne = 1'000'000'000'000'000'000;  ///< of FixedU128

/// FixedU128::saturating_mul_int: rounded down.
uint128_t fee_by(uint128_t traffic, uint128_t fee) {
    const uint128_t whole = saturating_mul(traffic / kOne, fee);
    return saturating_add(whole, saturating_mul(traffic % kOne, fee) / kOne);
}

/// An order with its place in the queue.
struct Placed {
    uint32_t place = 0;
    Order order;
};

/// `first`: the place that is served first. Places go round.
void add_heap(std::vector<Placed>& out, const json::value& heap, uint32_t first, std::optional<uint32_t> core) {
    for (const json::value& one : items_of(&heap)) {
        const auto para = u32_in(field(one, "para_id"));
        const auto place = u32_in(field(one, "idx"));
        if (para && place) out.push_back({.place = *place - first, .order = {.para = *para, .core = core}});
    }
}

/// Observed: Kusama 1.7.1: orders wait in heaps, of which each core has one besides.
Result<void, std::string> read_heaps(ChainValues& values, OnDemand& out) {
    TRY_ASSIGN(const json::value status, values.value(kPallet, "QueueStatus"));
    out.traffic = number_in(field(status, "traffic")).value_or(0);
    const uint32_t first = u32_in(field(status, "smallest_index")).value_or(0);
    const uint32_t next = u32_in(field(status, "next_index")).value_or(0);
    const auto freed = static_cast<uint32_t>(items_of(field(status, "freed_indices")).size());
    out.queued = saturating_sub(next - first, freed);

    std::vector<Placed> placed;
    TRY_ASSIGN(const json::value free, values.value(kPallet, "FreeEntries"));
    add_heap(placed, free, first, std::nullopt);
    TRY_ASSIGN(const auto bound, values.entries(kPallet, "AffinityEntries"));
    for (const auto& [keys, heap] : bound) {
        if (!keys.empty()) add_heap(placed, heap, first, u32_in(&keys[0]));
    }
    std::ranges::sort(placed, {}, &Placed::place);
    for (const Placed& one : placed) out.orders.push_back(one.order);

    TRY_ASSIGN(const auto affinities, values.entries(kPallet, "ParaIdAffinity"));
    for (const auto& [keys, value] : affinities) {
        const auto para = keys.empty() ? std::nullopt : u32_in(&keys[0]);
        const auto core = u32_in(field(value, "core_index"));
        if (para && core) out.affinities.push_back({*para, *core, u32_in(field(value, "count")).value_or(0)});
    }
    std::ranges::sort(out.affinities, {}, &Affinity::para);
    return {};
}

/// Observed: Kusama 2.3.2: one list, and no para is bound to a core.
Result<void, std::string> read_list(ChainValues& values, OnDemand& out) {
    TRY_ASSIGN(const json::value status, values.value(kPallet, "OrderStatus"));
    out.traffic = number_in(field(status, "traffic")).value_or(0);
    const json::value* queue = field(status, "queue");
    if (queue != nullptr && queue->is_object()) queue = field(*queue, "queue");
    for (const json::value& one : items_of(queue)) {
        const auto para = u32_in(field(one, "para_id"));
        if (para) out.orders.push_back({.para = *para, .ordered_at = u32_in(field(one, "ordered_at"))});
    }
    out.queued = static_cast<uint32_t>(out.orders.size());
    return {};
}

}  // namespace

Result<std::optional<OnDemand>, std::string> read_on_demand(ChainValues& values) {
    OnDemand out;
    if (values.has_item(kPallet, "QueueStatus")) {
        TRY(read_heaps(values, out));
    } else if (values.has_item(kPallet, "OrderStatus")) {
        TRY(read_list(values, out));
    } else {
        return std::optional<OnDemand>();
    }
    // A genesis may have none yet; the next block raises it to the least.
    const json::value least = values.constant(kPallet, "TrafficDefaultValue");
    out.traffic = std::max(out.traffic, number_in(&least).value_or(0));
    TRY_ASSIGN(const json::value config, values.value("Configuration", "ActiveConfig"));
    out.base_fee = number_in(field_at(config, {"scheduler_params", "on_demand_base_fee"})).value_or(0);
    out.max_queued = u32_in(field_at(config, {"scheduler_params", "on_demand_queue_max_size"}));
    out.price = fee_by(out.traffic, out.base_fee);
    return std::optional(std::move(out));
}

}  // namespace serinus::coretime
