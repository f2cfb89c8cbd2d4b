#include "cli/governance_report.hpp"

#include <boost/json.hpp>

#include "base/format.hpp"

namespace serinus::cli {
namespace {

namespace json = boost::json;

std::string text_of(const json::value& value) {
    return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

/// "Balances.transfer_all" and its arguments of {"Balances": {"transfer_all": {…}}}.
std::pair<std::string, const json::value*> named(const json::value& value) {
    const auto* outer = value.if_object();
    if (outer == nullptr || outer->size() != 1) return {text_of(value), nullptr};
    const auto& [pallet, inner] = *outer->begin();
    const std::string start = std::string(pallet) + ".";
    const auto* fields = inner.if_object();
    if (fields == nullptr || fields->size() != 1) return {start + text_of(inner), nullptr};
    return {start + std::string(fields->begin()->key()), &fields->begin()->value()};
}

std::string error_text(const json::value& error) {
    const auto* fields = error.if_object();
    const auto* module = fields == nullptr ? nullptr : fields->if_contains("Module");
    if (module == nullptr || !module->is_object()) return text_of(error);
    const auto part = [&](const char* name) {
        const auto* found = module->get_object().if_contains(name);
        return found == nullptr ? std::string() : text_of(*found);
    };
    const std::string docs = part("docs");
    const std::string inner = part("fields");
    return part("pallet") + "." + part("error") + (inner.empty() ? "" : " " + inner) +
           (docs.empty() ? "" : ": " + docs);
}

std::string outcome_text(const json::object& report) {
    const auto* outcome = report.if_contains("outcome");
    const std::string name = outcome == nullptr ? "" : text_of(*outcome);
    if (name == "failed") {
        const auto* error = report.if_contains("error");
        return "fails with " + (error == nullptr ? "an error" : error_text(*error));
    }
    if (name == "ok") return "succeeds";
    if (name == "too_heavy") return "is not run: it is heavier than what Scheduler has in a block";
    if (name == "not_run") return "is not run: Scheduler cannot decode it";
    return name;
}

std::string weight_text(const json::value* weight) {
    const auto* fields = weight == nullptr ? nullptr : weight->if_object();
    if (fields == nullptr) return "-";
    const auto number = [&](const char* name) {
        const auto* found = fields->if_contains(name);
        return found != nullptr && found->is_number() ? found->to_number<double>() : 0.0;
    };
    constexpr double kPsPerMs = 1e9;
    return format_text("{:.3f} ms, {:.0f} bytes of proof", number("refTime") / kPsPerMs, number("proofSize"));
}

void add_changes(std::string& out, const json::array& changes) {
    out += format_text("Changes  {}\n", changes.size());
    for (const json::value& one : changes) {
        const auto* change = one.if_object();
        if (change == nullptr) continue;
        const auto part = [&](const char* name) {
            const auto* found = change->if_contains(name);
            return found == nullptr ? json::value() : *found;
        };
        const std::string pallet = text_of(part("pallet"));
        out += "  " + (pallet.empty() ? "" : pallet + ".") + text_of(part("item"));
        if (const json::value keys = part("keys"); keys.is_array()) {
            for (const json::value& key : keys.get_array()) out += " " + text_of(key);
        }
        out += '\n';
        if (const json::value before = part("before"); !before.is_null()) out += "    - " + text_of(before) + '\n';
        if (const json::value after = part("after"); !after.is_null()) out += "    + " + text_of(after) + '\n';
    }
}

}  // namespace

std::string dry_run_text(const json::object& report) {
    const json::value whole(report);
    boost::system::error_code missing;
    const auto at = [&](const char* pointer) { return whole.find_pointer(pointer, missing); };
    std::string out;
    if (const auto* call = at("/proposal/call")) {
        const auto [name, arguments] = named(*call);
        out += "Proposal " + name + '\n';
        if (arguments != nullptr && !arguments->is_null()) out += "         " + json::serialize(*arguments) + '\n';
    }
    if (const auto* origin = at("/origin")) {
        const auto [name, arguments] = named(*origin);
        out += "Origin   " + name + (arguments == nullptr ? "" : " " + text_of(*arguments)) + '\n';
    }
    if (const auto* number = at("/block/number")) out += "State    of block #" + text_of(*number) + '\n';
    out += "Result   " + outcome_text(report) + '\n';
    out += "Weight   " + weight_text(at("/weight/declared")) + " declared; " + weight_text(at("/weight/inBlock")) +
           " more in the block\n";
    if (const auto* events = at("/events"); events != nullptr && events->is_array()) {
        out += format_text("Events   {}\n", events->get_array().size());
        for (const json::value& one : events->get_array()) {
            const auto* event = one.if_object();
            if (event == nullptr || event->size() != 3) continue;
            out += "  " + text_of(event->at("pallet")) + "." + text_of(event->at("name"));
            if (!event->at("fields").is_null()) out += " " + json::serialize(event->at("fields"));
            out += '\n';
        }
    }
    if (const auto* changes = at("/changes"); changes != nullptr && changes->is_array()) {
        add_changes(out, changes->get_array());
    }
    return out;
}

}  // namespace serinus::cli
