#include <boost/json.hpp>

#include "base/format.hpp"
#include "fork/shown_entries.hpp"
#include "fork/try_runtime.hpp"

namespace serinus::fork {

namespace json = boost::json;

namespace {

constexpr double kNsPerMs = 1e6;
constexpr double kPsPerMs = 1e9;

/// What was there by the old runtime's metadata, what is there by the new one's.
json::object change_json(const UpgradeReport& report, const StateKey& key, const Write& write) {
    const EntryShower old_shower(report.old_metadata.get()), new_shower(report.new_metadata.get());
    json::object out = new_shower.key(key);
    if (out.at("pallet") == "") out = old_shower.key(key);
    out["before"] = old_shower.value(key, write.before);
    out["after"] = new_shower.value(key, write.after);
    return out;
}

json::array changes_json(const UpgradeReport& report, const std::map<StateKey, Write>& writes) {
    json::array out;
    for (const auto& [key, write] : writes) out.push_back(change_json(report, key, write));
    return out;
}

std::string weight_line(const UpgradeReport& report) {
    const auto part = [](uint64_t used, uint64_t most) {
        return most == 0 ? std::string()
                         : format_text(" ({:.2f} % of a block)",
                                       100.0 * static_cast<double>(used) / static_cast<double>(most));
    };
    return format_text("{:.3f} ms{}, {} bytes of proof{}", static_cast<double>(report.ref_time_ps) / kPsPerMs,
                       part(report.ref_time_ps, report.max_ref_time_ps), report.proof_size,
                       part(report.proof_size, report.max_proof_size));
}

void add_changes(std::string& out, const json::array& changes) {
    for (const auto& one : changes) {
        const auto& change = one.get_object();
        out += "  " + EntryShower::name(change) + '\n';
        if (!change.at("before").is_null()) out += "    - " + json::serialize(change.at("before")) + '\n';
        if (!change.at("after").is_null()) out += "    + " + json::serialize(change.at("after")) + '\n';
    }
}

}  // namespace

std::string upgrade_json(const UpgradeReport& report) {
    const auto version = [](const VersionName& one) {
        return json::object{{"specName", one.name}, {"specVersion", one.number}};
    };
    json::object out{{"before", version(report.before)},
                     {"after", version(report.after)},
                     {"method", report.method},
                     {"good", report.is_good()},
                     {"ms", static_cast<double>(report.duration_ns) / kNsPerMs},
                     {"weight", json::object{{"refTime", report.ref_time_ps}, {"proofSize", report.proof_size}}},
                     {"changes", changes_json(report, report.writes)}};
    if (report.max_ref_time_ps != 0) {
        out["maxWeight"] = json::object{{"refTime", report.max_ref_time_ps}, {"proofSize", report.max_proof_size}};
    }
    if (!report.error.empty()) out["error"] = report.error;
    if (report.not_idempotent) out["notIdempotent"] = changes_json(report, *report.not_idempotent);
    json::array notes;
    for (const auto& note : report.notes) notes.push_back(json::string(note));
    out["notes"] = std::move(notes);
    return json::serialize(out);
}

std::string upgrade_text(const UpgradeReport& report) {
    std::string out = format_text("Upgrade  {} {} to {} {}, by {}\n", report.before.name, report.before.number,
                                  report.after.name, report.after.number, report.method);
    const auto add_notes = [&] {
        for (const auto& note : report.notes) out += "Note     " + note + '\n';
        return out;
    };
    if (!report.error.empty()) {
        out += "Result   fails: " + report.error + '\n';
        return add_notes();
    }
    out += format_text("Result   {}, in {:.3f} ms\n", report.is_too_heavy() ? "heavier than a block" : "succeeds",
                       static_cast<double>(report.duration_ns) / kNsPerMs);
    out += "Weight   " + weight_line(report) + '\n';
    out += format_text("Changes  {}\n", report.writes.size());
    add_changes(out, changes_json(report, report.writes));
    if (report.not_idempotent) {
        out += report.not_idempotent->empty()
                   ? std::string("Again    the migrations change nothing if they run once more\n")
                   : format_text("Again    {} entries change once more\n", report.not_idempotent->size());
        add_changes(out, changes_json(report, *report.not_idempotent));
    }
    return add_notes();
}

}  // namespace serinus::fork
