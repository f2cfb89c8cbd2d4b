#include "tools/replay/replay_report.hpp"

#include <boost/json.hpp>

#include "base/format.hpp"
#include "base/hex.hpp"
#include "tools/replay/shown_entries.hpp"

namespace serinus::fork {

namespace json = boost::json;

namespace {

json::object phase_json(const Phase& phase, const EntryShower& shower) {
    json::object out{{"name", phase.name}};
    for (auto& [name, value] : shower.extrinsic(phase.extrinsic)) out[name] = value;
    if (!phase.result.empty()) out["result"] = to_hex_prefixed(phase.result);
    if (!phase.error.empty()) out["error"] = phase.error;
    out["ms"] = static_cast<double>(phase.duration_ns) / kNsPerMs;
    out["weight"] = json::object{{"refTime", phase.ref_time_ps}, {"proofSize", phase.proof_size}};
    json::array reads, writes;
    for (const auto& [key, size] : phase.reads) {
        json::object read = shower.key(key);
        read["bytes"] = size ? json::value(*size) : json::value(nullptr);
        reads.push_back(std::move(read));
    }
    for (const auto& [key, write] : phase.writes) writes.push_back(shower.write(key, write));
    out["reads"] = std::move(reads);
    out["writes"] = std::move(writes);
    return out;
}

/// "Balances.transfer_keep_alive" of {"Balances": {"transfer_keep_alive": {…}}}.
std::string call_name(const json::value& call) {
    const auto* pallet = call.if_object();
    if (pallet == nullptr || pallet->size() != 1) return {};
    std::string out(pallet->begin()->key());
    const auto& inner = pallet->begin()->value();
    if (inner.is_string()) return out + '.' + std::string(inner.get_string());
    if (!inner.is_object() || inner.get_object().empty()) return out;
    return out + '.' + std::string(inner.get_object().begin()->key());
}

}  // namespace

std::string replay_json(const Replay& replay) {
    const EntryShower shower(replay.metadata.get());
    json::object out;
    json::array phases;
    for (const Phase& phase : replay.phases) phases.push_back(phase_json(phase, shower));
    out["phases"] = std::move(phases);
    if (replay.is_same_header) out["sameHeader"] = *replay.is_same_header;
    return json::serialize(out);
}

std::string replay_text(const Replay& replay, bool with_reads) {
    const EntryShower shower(replay.metadata.get());
    std::string out;
    for (const Phase& phase : replay.phases) {
        const json::object shown = shower.extrinsic(phase.extrinsic);
        const auto* call = shown.if_contains("call");
        out += format_text("{}{}: {:.3f} ms, weight {:.3f} ms, {} reads, {} writes\n", phase.name,
                           call == nullptr ? std::string() : " " + call_name(*call),
                           static_cast<double>(phase.duration_ns) / kNsPerMs,
                           static_cast<double>(phase.ref_time_ps) / kPsPerMs, phase.reads.size(), phase.writes.size());
        if (!phase.error.empty()) out += "  failed: " + phase.error + '\n';
        if (with_reads) {
            for (const auto& [key, size] : phase.reads) {
                out += format_text("  r {} ({})\n", EntryShower::name(shower.key(key)),
                                   size ? std::to_string(*size) + " bytes" : "absent");
            }
        }
        for (const auto& [key, write] : phase.writes) {
            out += "  w " + EntryShower::name(shower.key(key)) + '\n';
            if (const auto items = shower.appended(key, write)) {
                for (const json::value& item : items->get_array()) out += "    + " + json::serialize(item) + '\n';
                continue;
            }
            if (write.before) out += "    - " + json::serialize(shower.value(key, write.before)) + '\n';
            if (write.after) out += "    + " + json::serialize(shower.value(key, write.after)) + '\n';
        }
    }
    if (replay.is_same_header == false) out += "The runtime came to another header than the block's.\n";
    return out;
}

}  // namespace serinus::fork
