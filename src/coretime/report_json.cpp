#include "coretime/report_json.hpp"

#include <boost/json.hpp>

#include "base/hex.hpp"

namespace serinus::coretime {
namespace {

namespace json = boost::json;

json::string digits(uint128_t number) {
    std::string out;
    for (; out.empty() || number > 0; number /= 10) {
        out.insert(out.begin(), static_cast<char>('0' + static_cast<int>(number % 10)));
    }
    return json::string(out);
}

json::value or_null(const std::optional<uint32_t>& number) { return number ? json::value(*number) : json::value(); }

const char* use_text(Share::Use use) {
    switch (use) {
        case Share::Use::kPool:
            return "pool";
        case Share::Use::kTask:
            return "task";
        case Share::Use::kIdle:
            break;
    }
    return "idle";
}

json::object work_json(const Work& work) {
    json::array shares;
    for (const Share& one : work.shares) {
        json::object share{{"use", use_text(one.use)}, {"parts", one.parts}};
        if (one.use == Share::Use::kTask) share["para"] = one.para;
        shares.push_back(std::move(share));
    }
    json::object out;
    if (work.begin) out["begin"] = *work.begin;
    out["shares"] = std::move(shares);
    out["endHint"] = or_null(work.end_hint);
    return out;
}

json::value occupant_json(const std::optional<Occupant>& one) {
    if (!one) return {};
    return json::object{{"para", one->para},           {"candidate", to_hex_prefixed(one->candidate.bytes)},
                        {"since", one->since},         {"timesOutAt", one->times_out_at},
                        {"available", one->available}, {"validators", one->validators}};
}

json::object core_json(const Core& core) {
    json::array scheduled, validators;
    for (const Work& one : core.scheduled) scheduled.push_back(work_json(one));
    for (const GroupMember& one : core.members) {
        validators.push_back(json::object{{"index", one.validator},
                                          {"account", one.account.empty() ? json::value() : json::value(one.account)}});
    }
    return {{"core", core.index},
            {"work", core.work ? json::value(work_json(*core.work)) : json::value()},
            {"isServed", core.is_served},
            {"until", or_null(core.until())},
            {"scheduled", std::move(scheduled)},
            {"claims", json::array(core.claims.begin(), core.claims.end())},
            {"occupant", occupant_json(core.occupant)},
            {"group", or_null(core.group)},
            {"validators", std::move(validators)}};
}

json::value on_demand_json(const std::optional<OnDemand>& found) {
    if (!found) return {};
    json::array orders, affinities;
    for (const Order& one : found->orders) {
        orders.push_back(
            json::object{{"para", one.para}, {"core", or_null(one.core)}, {"orderedAt", or_null(one.ordered_at)}});
    }
    for (const Affinity& one : found->affinities) {
        affinities.push_back(json::object{{"para", one.para}, {"core", one.core}, {"claims", one.claims}});
    }
    return json::object{{"price", digits(found->price)},           {"baseFee", digits(found->base_fee)},
                        {"traffic", digits(found->traffic)},       {"queued", found->queued},
                        {"maxQueued", or_null(found->max_queued)}, {"orders", std::move(orders)},
                        {"affinities", std::move(affinities)}};
}

}  // namespace

json::object report_json(const CoresReport& report) {
    json::array cores, leases;
    for (const Core& core : report.cores) cores.push_back(core_json(core));
    for (const Lease& one : report.leases) {
        leases.push_back(json::object{{"para", one.para},
                                      {"account", one.account},
                                      {"deposit", digits(one.deposit)},
                                      {"firstPeriod", one.first_period},
                                      {"lastPeriod", one.last_period},
                                      {"end", one.end}});
    }
    json::object out{{"block", json::object{{"number", report.number}, {"hash", to_hex_prefixed(report.hash.bytes)}}},
                     {"configuredCores", report.configured_cores},
                     {"groups", report.groups},
                     {"lookahead", report.lookahead},
                     {"groupRotation",
                      json::object{{"frequency", report.rotation_frequency}, {"nextAt", or_null(report.rotation_at)}}},
                     {"cores", std::move(cores)},
                     {"onDemand", on_demand_json(report.on_demand)},
                     {"leases", std::move(leases)}};
    if (report.para) {
        out["para"] = *report.para;
        const auto found = report.lifecycles.find(*report.para);
        out["lifecycle"] = found == report.lifecycles.end() ? json::value() : json::value(found->second);
    }
    return out;
}

}  // namespace serinus::coretime
