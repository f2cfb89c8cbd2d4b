#include "cli/cores_text.hpp"

#include "base/format.hpp"
#include "base/hex.hpp"
#include "cli/table.hpp"

namespace serinus::cli {
namespace {

using coretime::Core;
using coretime::CoresReport;
using coretime::OnDemand;
using coretime::Share;
using coretime::Work;
using primitives::BlockNumber;

/// Of a row of a table, so that it fits a screen.
constexpr size_t kShownClaims = 6;

std::string number_of(size_t count, std::string_view name) {
    return format_text("{} {}{}", count, name, count == 1 ? "" : "s");
}

/// "para 1005", "para 1005 (28800 of 57600), on demand (28800 of 57600)"
std::string work_text(const Work& work) {
    std::string out;
    for (const Share& one : work.shares) {
        if (!out.empty()) out += ", ";
        switch (one.use) {
            case Share::Use::kIdle:
                out += "idle";
                break;
            case Share::Use::kPool:
                out += "on demand";
                break;
            case Share::Use::kTask:
                append_text(out, "para {}", one.para);
        }
        if (one.parts != coretime::kWholeCore) append_text(out, " ({} of {})", one.parts, coretime::kWholeCore);
    }
    return out.empty() ? "nothing" : out;
}

/// "#120 (20 blocks)": how many from the block of the state on.
std::string block_text(BlockNumber block, BlockNumber now) {
    if (block <= now) return format_text("#{}", block);
    return format_text("#{} ({})", block, number_of(block - now, "block"));
}

std::string until_text(const Core& core, BlockNumber now) {
    if (!core.work) return "";
    const auto until = core.until();
    return until ? block_text(*until, now) : "no end known";
}

/// "1005, 1005, 2000": the paras of the next blocks.
std::string claims_text(const Core& core) {
    std::string out;
    for (size_t i = 0; i < core.claims.size() && i < kShownClaims; ++i) {
        out += (i == 0 ? "" : ", ") + std::to_string(core.claims[i]);
    }
    return core.claims.size() > kShownClaims ? out + ", …" : out;
}

std::string occupant_text(const Core& core) {
    if (!core.occupant) return "";
    const auto& one = *core.occupant;
    return format_text("para {} since #{}, {} of {}", one.para, one.since, one.available, one.validators);
}

std::string group_text(const Core& core) {
    if (!core.group) return "none";
    std::string out = format_text("{}:", *core.group);
    for (const auto& one : core.members) append_text(out, " {}", one.validator);
    return out;
}

void add_core_table(std::string& out, const CoresReport& report) {
    std::vector<std::vector<std::string>> rows;
    for (const Core& core : report.cores) {
        std::string use = core.work ? work_text(*core.work) : "nothing";
        if (core.work && !core.is_served) use += ", not served";
        rows.push_back({std::to_string(core.index), use, until_text(core, report.number), claims_text(core),
                        occupant_text(core), group_text(core)});
    }
    if (!rows.empty())
        out += format_table({"Core", "Used for", "Until", "Next", "Becoming available", "Validators"}, rows);
    for (const Core& core : report.cores) {
        for (const Work& one : core.scheduled) {
            append_text(out, "Core {} from {}: {}", core.index, block_text(*one.begin, report.number), work_text(one));
            if (one.end_hint) append_text(out, ", until #{}", *one.end_hint);
            out += '\n';
        }
    }
}

void add_on_demand(std::string& out, const CoresReport& report, const Spelling& spelling) {
    if (!report.on_demand) return;
    const OnDemand& found = *report.on_demand;
    constexpr double kFixedOne = 1e18;
    append_text(out, "On demand   an order costs {}: the base fee of {} by a traffic of {:.3f}\n",
                spelling.exact_amount(found.price), spelling.exact_amount(found.base_fee),
                static_cast<double>(found.traffic) / kFixedOne);
    append_text(out, "Orders      {}", number_of(found.queued, "order"));
    if (found.max_queued) append_text(out, " of at most {}", *found.max_queued);
    out += '\n';
    for (const auto& one : found.orders) {
        append_text(out, "  para {}", one.para);
        if (one.core) append_text(out, ", bound to core {}", *one.core);
        if (one.ordered_at) append_text(out, ", ordered in #{}", *one.ordered_at);
        out += '\n';
    }
    for (const auto& one : found.affinities) {
        append_text(out, "  para {} is bound to core {} by {}\n", one.para, one.core, number_of(one.claims, "claim"));
    }
}

void add_leases(std::string& out, const CoresReport& report, const Spelling& spelling) {
    append_text(out, "Leases      {}\n", report.leases.empty() ? "none" : std::to_string(report.leases.size()));
    for (const auto& one : report.leases) {
        append_text(out, "  para {} until {}, periods {} to {}, {} by {}\n", one.para,
                    block_text(one.end, report.number), one.first_period, one.last_period, spelling.amount(one.deposit),
                    one.account);
    }
}

}  // namespace

std::string cores_text(const CoresReport& report, const Spelling& spelling) {
    std::string out = format_text("Block       #{} ({})\n", report.number, to_hex_prefixed(report.hash.bytes));
    if (report.para) {
        const auto found = report.lifecycles.find(*report.para);
        append_text(out, "Para        {}, {}\n", *report.para,
                    found == report.lifecycles.end() ? "not registered" : found->second);
        append_text(out, "Cores       {}\n", report.cores.empty() ? "none" : number_of(report.cores.size(), "core"));
    } else {
        append_text(out, "Cores       {}, {} configured\n", number_of(report.cores.size(), "core"),
                    report.configured_cores);
        append_text(out, "Validators  {}, changing cores every {}", number_of(report.groups, "group"),
                    number_of(report.rotation_frequency, "block"));
        if (report.rotation_at) append_text(out, ", next at #{}", *report.rotation_at);
        append_text(out, "\nLookahead   claims are known for {}\n", number_of(report.lookahead, "block"));
    }
    add_core_table(out, report);
    add_on_demand(out, report, spelling);
    add_leases(out, report, spelling);
    return out;
}

}  // namespace serinus::cli
