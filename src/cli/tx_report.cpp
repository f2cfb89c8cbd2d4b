#include "cli/tx_report.hpp"

#include <boost/json.hpp>
#include <cstdio>

#include "base/hex.hpp"
#include "cli/chain_options.hpp"
#include "hashing/hashing.hpp"
#include "metadata/shower.hpp"

namespace serinus::cli {
namespace {

namespace json = boost::json;

Result<void, std::string> put(const std::string& text) {
    ENSURE(print(text), std::string("cannot write to the standard output"));
    return {};
}

json::array events_json(const std::vector<remote::Event>& events) {
    json::array out;
    for (const auto& one : events) {
        out.push_back(json::object{{"pallet", one.pallet}, {"name", one.name}, {"fields", one.fields}});
    }
    return out;
}

void add_outcome(json::object& out, const remote::Outcome& outcome) {
    out["success"] = !outcome.error.has_value();
    if (outcome.error) out["error"] = *outcome.error;
    if (outcome.fee) {
        // Planck, exact: a number of JSON holds 53 bits.
        compose::Units planck{.decimals = 0, .symbol = ""};
        std::string digits = planck.exact_amount(*outcome.fee);
        digits.pop_back();  // the space before the unit
        out["fee"] = digits;
    }
    out["events"] = events_json(outcome.events);
}

std::string outcome_text(const remote::Outcome& outcome, const compose::Units& units) {
    std::string out;
    for (const auto& one : outcome.events) {
        out += "  " + one.pallet + "." + one.name;
        if (!one.fields.is_null()) out += " " + json::serialize(one.fields);
        out += "\n";
    }
    if (outcome.fee) out += "fee    " + units.exact_amount(*outcome.fee) + "\n";
    return out + (outcome.error ? "failed " + *outcome.error : "done") + "\n";
}

}  // namespace

std::string shown_call(const metadata::Metadata& metadata, const compose::Units& units, BytesView call) {
    const auto type = metadata.call_type();
    const auto shown =
        type ? metadata::Shower(metadata, {.address_prefix = units.prefix}).show(*type, call) : std::nullopt;
    return shown ? json::serialize(*shown) : to_hex_prefixed(call);
}

void TxReport::progress(const std::string& text) const { std::fprintf(stderr, "%s\n", text.c_str()); }

Result<void, std::string> TxReport::print_call(const metadata::Metadata& metadata, BytesView call) const {
    const std::string hex = to_hex_prefixed(call), hash = to_hex_prefixed(hashing::blake2b_256(call).bytes);
    const std::string shown = shown_call(metadata, units, call);
    if (!is_json) return put("call " + shown + "\nhex  " + hex + "\nhash " + hash + "\n");
    boost::system::error_code failed;
    return put(json::serialize(json::object{{"call", json::parse(shown, failed)}, {"hex", hex}, {"hash", hash}}) +
               "\n");
}

Result<void, std::string> TxReport::print_outcome(const Hash256& hash,
                                                  const std::optional<remote::Outcome>& outcome) const {
    const std::string name = to_hex_prefixed(hash.bytes);
    if (is_json) {
        json::object out{{"hash", name}};
        if (outcome) {
            out["block"] = json::object{{"number", outcome->block.number},
                                        {"hash", to_hex_prefixed(outcome->block.hash.bytes)},
                                        {"index", outcome->index}};
            add_outcome(out, *outcome);
        }
        return put(json::serialize(out) + "\n");
    }
    if (!outcome) return put(name + "\n");
    return put("block  #" + std::to_string(outcome->block.number) + "-" + std::to_string(outcome->index) + " " +
               to_hex_prefixed(outcome->block.hash.bytes) + "\n" + outcome_text(*outcome, units));
}

Result<void, std::string> TxReport::print_dry_run(const remote::Outcome& outcome) const {
    if (!is_json) return put(outcome_text(outcome, units));
    json::object out{{"dryRun", true}};
    add_outcome(out, outcome);
    return put(json::serialize(out) + "\n");
}

}  // namespace serinus::cli
