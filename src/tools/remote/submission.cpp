#include "tools/remote/submission.hpp"

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "metadata/shower.hpp"

namespace serinus::remote {
namespace {

namespace json = boost::json;

/// What to do about a refusal of the pool. Observed: codes and words of author_submitExtrinsic of polkadot 1.25.1
std::string advice_of(const RpcError& refusal) {
    constexpr int64_t kInvalid = 1010, kBanned = 1012, kKnown = 1013, kLowPriority = 1014, kDropped = 1016;
    const auto says = [&](std::string_view words) { return refusal.reason.find(words) != refusal.reason.npos; };
    if (refusal.code == kLowPriority) {
        return "; a transaction with this nonce waits already: replace it with a higher --tip, or let this one follow "
               "it "
               "with another --nonce";
    }
    if (refusal.code == kKnown) return "; it waits in the pool: follow the account instead of sending it again";
    if (refusal.code == kBanned) return "; the node took it for invalid a moment ago: wait some minutes, or change it";
    if (refusal.code == kDropped) return "; the pool is full: try later, with a --tip, or another --url";
    if (says("CannotLookup")) return "; the runtime was built without the hash of its metadata: --metadata-hash off";
    if (refusal.code != kInvalid) return {};
    if (says("pay some fees")) return "; the signer cannot pay the fee: let another account sign, or fund this one";
    if (says("outdated")) return "; its nonce is used: leave --nonce out, and the next one is asked for";
    if (says("bad signature")) {
        return "; the chain was signed for in another form: with --metadata-hash off, or another --format, it may be "
               "taken";
    }
    if (says("ancient birth block")) return "; its mortality has ended: compose it anew, with a larger --mortality";
    return {};
}

std::string texts_of(const json::value& value) {
    return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

/// The only field of an object with one, as {"Module": …}.
const json::key_value_pair* only_field(const json::value& value) {
    const auto* object = value.if_object();
    return object == nullptr || object->size() != 1 ? nullptr : &*object->begin();
}

const json::value* field_of(const json::value& value, std::string_view name) {
    const auto* object = value.if_object();
    return object == nullptr ? nullptr : object->if_contains(name);
}

/// In which events a Result tells how a call within the extrinsic ended, and the field with it.
const json::value* inner_result(const Event& event) {
    struct Place {
        std::string_view pallet, event, field;
    };
    static constexpr Place kPlaces[] = {{"Sudo", "Sudid", "sudo_result"},
                                        {"Sudo", "SudoAsDone", "sudo_result"},
                                        {"Proxy", "ProxyExecuted", "result"},
                                        {"Multisig", "MultisigExecuted", "result"},
                                        {"Utility", "DispatchedAs", "result"}};
    for (const Place& place : kPlaces) {
        if (event.pallet == place.pallet && event.name == place.event) return field_of(event.fields, place.field);
    }
    return nullptr;
}

std::optional<uint128_t> amount_of(const json::value* value) {
    if (value == nullptr) return std::nullopt;
    const std::string text = texts_of(*value);
    return compose::Units{.decimals = 0, .symbol = ""}.parse_amount(text);
}

/// What a status of the subscription tells; false: nothing that ends the wait.
struct Status {
    std::string name;
    json::value content;
};
Status status_of(const json::value& event) {
    if (event.is_string()) return {std::string(event.get_string()), nullptr};
    const auto* field = only_field(event);
    return field == nullptr ? Status{} : Status{std::string(field->key()), field->value()};
}

Result<Hash256, std::string> block_of(const Status& status) {
    const auto* text = status.content.if_string();
    const auto hash =
        text == nullptr ? Result<Hash256, HexError>(Err(HexError::kWrongLength)) : from_hex_fixed<Hash256>(*text);
    if (!hash) return Err(std::string("the node names no block in which the transaction is"));
    return *hash;
}

}  // namespace

std::string dispatch_error_text(const json::value& error) {
    const auto* field = only_field(error);
    if (field == nullptr) return texts_of(error);
    if (field->key() != "Module") {
        const std::string inner = texts_of(field->value());
        return std::string(field->key()) + (field->value().is_null() ? "" : "." + inner);
    }
    const auto* pallet = field_of(field->value(), "pallet");
    const auto* name = field_of(field->value(), "error");
    const auto* docs = field_of(field->value(), "docs");
    if (pallet == nullptr || name == nullptr) return json::serialize(error);
    std::string out = texts_of(*pallet) + "." + texts_of(*name);
    if (const auto* fields = field_of(field->value(), "fields")) out += " " + json::serialize(*fields);
    if (docs != nullptr && docs->is_string() && !docs->get_string().empty()) out += ": " + texts_of(*docs);
    return out;
}

Result<std::vector<Event>, std::string> events_of(const metadata::Metadata& metadata, crypto::ss58::Prefix prefix,
                                                  BytesView events, uint32_t index) {
    const auto* entry = metadata.find_entry("System", "Events");
    const auto* plain = entry == nullptr ? nullptr : std::get_if<metadata::PlainEntry>(&entry->type);
    ENSURE(plain != nullptr, std::string("the metadata does not describe the events of blocks"));
    std::vector<Event> out;
    if (events.empty()) return out;
    const auto shown = metadata::Shower(metadata, {.address_prefix = prefix}).show(plain->value, events);
    const auto* records = shown ? shown->if_array() : nullptr;
    ENSURE(records != nullptr, std::string("the events of the block cannot be decoded, or are too many"));
    for (const auto& record : *records) {
        const auto* phase = field_of(record, "phase");
        const auto* applied = phase == nullptr ? nullptr : field_of(*phase, "ApplyExtrinsic");
        const auto* event = field_of(record, "event");
        if (applied == nullptr || event == nullptr || *applied != json::value(index)) continue;
        const auto* pallet = only_field(*event);
        if (pallet == nullptr) continue;
        const auto* name = only_field(pallet->value());
        out.push_back({.pallet = std::string(pallet->key()),
                       .name = name == nullptr ? texts_of(pallet->value()) : std::string(name->key()),
                       .fields = name == nullptr ? json::value(nullptr) : name->value()});
    }
    return out;
}

void judge(Outcome& outcome) {
    for (const Event& event : outcome.events) {
        const auto is = [&](std::string_view pallet, std::string_view name) {
            return event.pallet == pallet && event.name == name;
        };
        if (is("System", "ExtrinsicFailed")) {
            const auto* error = field_of(event.fields, "dispatch_error");
            outcome.error = error == nullptr ? "the call failed" : dispatch_error_text(*error);
        }
        if (is("TransactionPayment", "TransactionFeePaid"))
            outcome.fee = amount_of(field_of(event.fields, "actual_fee"));
        const auto* result = inner_result(event);
        const auto* failed = result == nullptr ? nullptr : field_of(*result, "Err");
        if (failed != nullptr && !outcome.error) {
            outcome.error = "the call within " + event.pallet + " failed: " + dispatch_error_text(*failed);
        }
        const bool is_of_batch = is("Utility", "BatchInterrupted") || is("Utility", "ItemFailed");
        if (is_of_batch && !outcome.error) {
            const auto* error = field_of(event.fields, "error");
            const auto* index = field_of(event.fields, "index");
            outcome.error = "call " + (index == nullptr ? std::string("") : texts_of(*index) + " ") +
                            "of the batch failed: " +
                            (error == nullptr ? std::string("no reason is told") : dispatch_error_text(*error));
        }
    }
}

Result<Outcome, std::string> outcome_in(ChainView& chain, const Hash256& block, BytesView extrinsic) {
    TRY_ASSIGN(const auto body, chain.extrinsics(block));
    const auto found = std::ranges::find_if(body, [&](const Bytes& one) { return equal(one, extrinsic); });
    ENSURE(found != body.end(), "the transaction is not in the block " + to_hex_prefixed(block.bytes));
    Outcome out;
    out.block = {.number = TRY(chain.number_of(block)), .hash = block};
    out.index = static_cast<uint32_t>(found - body.begin());
    // Events are described by the runtime that executed the block, which stands in the state of its parent.
    TRY_ASSIGN(const auto events, chain.storage(metadata::item_prefix("System", "Events"), block));
    out.events = TRY(events_of(chain.metadata(), chain.units().prefix, events.value_or(Bytes()), out.index));
    judge(out);
    return out;
}

Result<std::optional<Outcome>, std::string> submit(ChainView& chain, BytesView extrinsic, Until until,
                                                   const Progress& progress) {
    const json::array params = {to_hex_prefixed(extrinsic)};
    const char* const method = until == Until::kPool ? "author_submitExtrinsic" : "author_submitAndWatchExtrinsic";
    const auto subscription = chain.rpc().call_once(method, params);
    if (!subscription) {
        const RpcError& refusal = subscription.error();
        const bool is_lost = refusal.kind == RpcError::Kind::kConnection;
        return Err(is_lost ? refusal.reason + "; whether the node has the transaction is not known"
                           : "the transaction is refused: " + refusal.reason + advice_of(refusal));
    }
    if (until == Until::kPool) return std::optional<Outcome>();
    for (;;) {
        const auto event = chain.rpc().next_event(*subscription);
        if (!event) {
            return Err(event.error().reason +
                       "; the transaction was sent: see whether the account's nonce has grown before sending it again");
        }
        const Status status = status_of(*event);
        if (status.name == "future") progress("waits for transactions with lower nonces");
        if (status.name == "ready") progress("waits in the pool");
        if (status.name == "retracted") progress("the block of it is not of the best chain any more");
        if (status.name == "usurped") return Err(std::string("another transaction with this nonce took its place"));
        if (status.name == "dropped") return Err(std::string("the pool of the node is full: try later, with a --tip"));
        if (status.name == "invalid") {
            return Err(
                std::string("it became invalid: its nonce was used, its mortality ended, or the fee cannot be paid"));
        }
        if (status.name == "finalityTimeout") {
            return Err(std::string("it is in a block that does not become final: finality of the chain stands still"));
        }
        const bool is_in_block = status.name == "inBlock", is_final = status.name == "finalized";
        if (!is_in_block && !is_final) continue;
        TRY_ASSIGN(const Hash256 block, block_of(status));
        progress((is_final ? "final in block " : "in block ") + to_hex_prefixed(block.bytes));
        if (is_final || until == Until::kInBlock) return std::optional(TRY(outcome_in(chain, block, extrinsic)));
    }
}

}  // namespace serinus::remote
