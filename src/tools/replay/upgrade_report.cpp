#include <boost/json.hpp>

#include "base/format.hpp"
#include "tools/replay/shown_entries.hpp"
#include "tools/replay/try_runtime.hpp"

namespace serinus::fork {

namespace json = boost::json;

namespace {

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

std::vector<std::string> faults_of(const UpgradeReport& report, const UpgradeChecks& checks) {
    std::vector<std::string> out;
    if (!report.error.empty()) out.push_back("it fails: " + report.error);
    if (report.is_too_heavy()) out.emplace_back("it is heavier than a block");
    if (checks.spec_name && report.after.name != report.before.name) {
        out.push_back("the specification is called " + report.after.name + " and not " + report.before.name +
                      ": a chain refuses this code (--disable-spec-name-check)");
    }
    if (checks.spec_version && report.after.number <= report.before.number) {
        out.push_back(
            format_text("the specification's version does not grow ({} after {}): a chain refuses this code "
                        "(--disable-spec-version-check)",
                        report.after.number, report.before.number));
    }
    if (checks.storage_version) {
        for (const VersionBehind& one : report.versions_behind) {
            out.push_back(
                format_text("{} has storage of version {} and code of version {}: a migration is missing "
                            "(--disable-storage-version-check)",
                            one.pallet, one.stored, one.in_code));
        }
    }
    if (checks.idempotency && report.not_idempotent && !report.not_idempotent->empty()) {
        out.emplace_back(
            "the migrations change entries once more if they run again "
            "(--disable-idempotency-checks)");
    }
    return out;
}

std::string upgrade_json(const UpgradeReport& report, const UpgradeChecks& checks) {
    const auto version = [](const VersionName& one) {
        return json::object{{"specName", one.name}, {"specVersion", one.number}};
    };
    json::object out{{"before", version(report.before)},
                     {"after", version(report.after)},
                     {"method", report.method},
                     {"good", faults_of(report, checks).empty()},
                     {"ms", static_cast<double>(report.duration_ns) / kNsPerMs},
                     {"weight", json::object{{"refTime", report.ref_time_ps}, {"proofSize", report.proof_size}}},
                     {"changes", changes_json(report, report.writes)}};
    if (report.max_ref_time_ps != 0) {
        out["maxWeight"] = json::object{{"refTime", report.max_ref_time_ps}, {"proofSize", report.max_proof_size}};
    }
    if (!report.error.empty()) out["error"] = report.error;
    if (report.not_idempotent) out["notIdempotent"] = changes_json(report, *report.not_idempotent);
    json::array versions;
    for (const VersionBehind& one : report.versions_behind) {
        versions.push_back(json::object{{"pallet", one.pallet}, {"stored", one.stored}, {"code", one.in_code}});
    }
    out["storageVersions"] = std::move(versions);
    json::array notes;
    for (const auto& note : report.notes) notes.push_back(json::string(note));
    out["notes"] = std::move(notes);
    json::array faults;
    for (const auto& fault : faults_of(report, checks)) faults.push_back(json::string(fault));
    out["faults"] = std::move(faults);
    return json::serialize(out);
}

std::string upgrade_text(const UpgradeReport& report, const UpgradeChecks& checks) {
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
    const auto faults = faults_of(report, checks);
    out += format_text("Result   {}, in {:.3f} ms\n", faults.empty() ? "succeeds" : "is refused",
                       static_cast<double>(report.duration_ns) / kNsPerMs);
    for (const auto& fault : faults) out += "Fault    " + fault + '\n';
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
