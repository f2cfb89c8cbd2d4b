#include "tools/xcm/dry_run.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <deque>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "metadata/names.hpp"
#include "metadata/shower.hpp"
#include "metadata/value_encoder.hpp"
#include "tools/xcm/explanation.hpp"
#include "tools/xcm/shapes.hpp"

namespace serinus::xcm_text {
namespace {

namespace json = boost::json;
using Value = Result<json::value, std::string>;

/// In which messages that were sent are asked for.
constexpr uint32_t kVersion = 5;

/// Long programs are shown whole; their byte strings too.
constexpr size_t kMaxShownBytes = size_t{1} << 20;

class Asker {
  public:
    explicit Asker(const AskedChain& chain) : chain_(chain) {}

    const metadata::ApiMethod* find(std::string_view api, std::string_view method) const {
        const auto& apis = chain_.metadata->model().apis;
        const auto found = std::ranges::find_if(apis, [&](const auto& one) { return one.name == api; });
        if (found == apis.end()) return nullptr;
        const auto of_name = std::ranges::find_if(found->methods, [&](const auto& one) { return one.name == method; });
        return of_name == found->methods.end() ? nullptr : &*of_name;
    }

    /// An argument that is a hex text of the whole is taken as it is.
    Value ask(std::string_view api, std::string_view name, const std::vector<json::value>& arguments) const {
        const auto* const method = find(api, name);
        if (method == nullptr || method->inputs.size() > arguments.size())
            return Err(chain_.name + ": its runtime has no " + std::string(api) + "." + std::string(name));
        Bytes encoded;
        // Older versions of an API lack the last arguments.
        for (size_t i = 0; i < method->inputs.size(); ++i) {
            metadata::ValueEncoder encoder(*chain_.metadata);
            auto one = encoder.encode(method->inputs[i].type.value, arguments[i]);
            if (!one) return Err(chain_.name + ": " + std::string(method->inputs[i].name) + ": " + one.error());
            append(encoded, *one);
        }
        TRY_ASSIGN(const Bytes answer, chain_.state->call_runtime(std::string(api) + "_" + std::string(name), encoded));
        metadata::Shower shower(*chain_.metadata,
                                {.address_prefix = chain_.spelling.units.prefix, .max_shown_bytes = kMaxShownBytes});
        auto shown = shower.show(method->output.value, answer);
        if (!shown) return Err(chain_.name + ": its answer is not what its metadata says");
        const auto named = case_of(*shown);
        if (named && named->name == "Ok" && named->content != nullptr) return json::value(*named->content);
        if (named && named->name == "Err" && named->content != nullptr)
            return Err(chain_.name + ": " + value_text(*named->content, chain_.spelling));
        return *std::move(shown);
    }

  private:
    const AskedChain& chain_;
};

json::value versioned(uint32_t version, json::value content) {
    return json::object{{"V" + std::to_string(version), std::move(content)}};
}

json::value path_to(uint64_t parents, std::optional<uint32_t> para, uint32_t version) {
    json::value interior = "Here";
    if (para) {
        json::value junction = json::object{{"Parachain", *para}};
        interior = version == 3 ? json::value(json::object{{"X1", std::move(junction)}})
                                : json::value(json::object{{"X1", json::array{std::move(junction)}}});
    }
    return json::object{{"parents", parents}, {"interior", std::move(interior)}};
}

/// Which chain a location means, as `from` sees it; nullopt: none beside it.
std::optional<std::optional<uint32_t>> chain_at(const LocationView& location, const AskedChain& from) {
    const uint64_t up = from.para_id ? 1 : 0;
    if (location.parents != up) return std::nullopt;
    if (location.junctions.empty()) {
        if (!from.para_id) return std::nullopt;
        return std::optional<uint32_t>();
    }
    const auto named = location.junctions.size() == 1 ? case_of(*location.junctions[0]) : std::nullopt;
    if (!named || named->name != "Parachain" || named->content == nullptr) return std::nullopt;
    const auto number = number_of(*named->content);
    if (!number || *number > UINT32_MAX) return std::nullopt;
    return std::optional(static_cast<uint32_t>(*number));
}

/// Where `from` is, as `to` sees it.
json::value origin_of(const AskedChain& from, const AskedChain& to, uint32_t version) {
    return versioned(version, path_to(to.para_id ? 1 : 0, from.para_id, version));
}

/// Why a call fails. XcmPallet's own errors say at which instruction a program has stopped, and with which error.
std::string failure_of(const AskedChain& chain, const json::value& result) {
    boost::system::error_code ignored;
    const auto* module = result.find_pointer("/Err/error/Module", ignored);
    const auto* fields = module == nullptr ? nullptr : module->get_object().if_contains("fields");
    const auto* object = fields == nullptr ? nullptr : fields->if_object();
    if (object == nullptr || !object->contains("index") || !object->contains("error"))
        return value_text(result, chain.spelling);
    return value_text(module->at("error"), chain.spelling) + " at instruction " +
           value_text(object->at("index"), chain.spelling) + ": " + explain_error(object->at("error"), chain.spelling);
}

class DryRun {
  public:
    explicit DryRun(const std::vector<AskedChain>& chains) : chains_(chains) {}

    Result<std::string, std::string> program(const json::value& origin, const json::value& program) {
        waiting_.push_back({&chains_[0], origin, program, 0});
        TRY(run_all());
        return std::move(out_);
    }

    Result<std::string, std::string> call(BytesView account, BytesView call) {
        const AskedChain& chain = chains_[0];
        const json::value origin = json::object{{"system", json::object{{"Signed", to_hex_prefixed(account)}}}};
        const json::value signed_call = json::string(to_hex_prefixed(call));
        TRY_ASSIGN(const auto effects, Asker(chain).ask("DryRunApi", "dry_run_call",
                                                        std::vector{origin, signed_call, json::value(kVersion)}));
        out_ += chain.name + "\n";
        line("signed by", chain.spelling.units.address(account));
        const auto* const object = effects.if_object();
        ENSURE(object != nullptr && object->contains("execution_result"), chain.name + ": an answer of another kind");
        const auto ended = case_of(object->at("execution_result"));
        line("outcome", ended && ended->name == "Ok" ? "dispatched"
                                                     : "fails: " + failure_of(chain, object->at("execution_result")));
        if (const auto* local = object->if_contains("local_xcm"); local != nullptr && !local->is_null()) {
            line("runs here", "");
            put_lines(program_text(*local, chain.spelling));
        }
        TRY(put_effects(chain, *object, 0));
        TRY(run_all());
        return std::move(out_);
    }

  private:
    struct Message {
        const AskedChain* at;
        json::value origin, program;
        uint32_t hops;
    };

    void line(std::string_view name, std::string_view text) {
        out_ += "  " + std::string(name);
        if (!text.empty()) out_ += std::string(name.size() < 10 ? 10 - name.size() : 1, ' ') + std::string(text);
        out_ += '\n';
    }
    void put_lines(std::string_view text) {
        while (!text.empty()) {
            const size_t end = std::min(text.find('\n'), text.size());
            out_ += "    " + std::string(text.substr(0, end)) + "\n";
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }

    Result<void, std::string> run_all() {
        for (size_t count = 0; !waiting_.empty() && count < kMaxMessages; ++count) {
            const Message message = std::move(waiting_.front());
            waiting_.pop_front();
            TRY(run(message));
        }
        if (!waiting_.empty()) out_ += "There are more than " + std::to_string(kMaxMessages) + " messages.\n";
        return {};
    }

    Result<void, std::string> run(const Message& message) {
        const AskedChain& chain = *message.at;
        if (!out_.empty()) out_ += '\n';
        out_ += chain.name + "\n";
        line("origin", value_text(message.origin, chain.spelling));
        line("program", "");
        put_lines(program_text(message.program, chain.spelling));
        put_price(chain, message.program);
        TRY_ASSIGN(const auto effects, Asker(chain).ask("DryRunApi", "dry_run_xcm", {message.origin, message.program}));
        const auto* const object = effects.if_object();
        ENSURE(object != nullptr && object->contains("execution_result"), chain.name + ": an answer of another kind");
        put_outcome(chain, object->at("execution_result"));
        return put_effects(chain, *object, message.hops);
    }

    /// What the program weighs, and what that costs in the chain's token.
    void put_price(const AskedChain& chain, const json::value& program) {
        const Asker asker(chain);
        const auto weight = asker.ask("XcmPaymentApi", "query_xcm_weight", {program});
        if (!weight) return line("weight", "cannot be computed: " + weight.error());
        std::string text = value_text(*weight, chain.spelling);
        const auto fee = asker.ask("XcmPaymentApi", "query_weight_to_asset_fee",
                                   {*weight, versioned(kVersion, path_to(chain.spelling.token_parents, {}, kVersion))});
        const auto planck = fee ? number_of(*fee) : std::nullopt;
        if (planck) text += ", which costs " + chain.spelling.units.exact_amount(*planck);
        line("weight", text);
    }

    void put_outcome(const AskedChain& chain, const json::value& outcome) {
        const auto named = case_of(outcome);
        const auto* fields = named && named->content != nullptr ? named->content->if_object() : nullptr;
        if (named && named->name == "Complete") {
            line("outcome", "complete");
            return;
        }
        const auto* error = fields == nullptr ? nullptr : fields->if_contains("error");
        if (error == nullptr) return line("outcome", value_text(outcome, chain.spelling));
        std::string where;
        // Since version 5 an error says which instruction it is of.
        if (const auto* inner = error->if_object(); inner != nullptr && inner->contains("error")) {
            if (const auto* index = inner->if_contains("index"))
                where = " at instruction " + value_text(*index, chain.spelling);
            error = &inner->at("error");
        }
        line("outcome", (named->name == "Incomplete" ? "stops" : "does not run") + where + ": " +
                            explain_error(*error, chain.spelling));
    }

    Result<void, std::string> put_effects(const AskedChain& chain, const json::object& effects, uint32_t hops) {
        if (const auto* events = effects.if_contains("emitted_events"); events != nullptr && events->is_array())
            put_events(chain, events->get_array());
        const auto* sent = effects.if_contains("forwarded_xcms");
        if (sent == nullptr || !sent->is_array()) return {};
        for (const json::value& one : sent->get_array()) {
            const auto* pair = one.if_array();
            if (pair == nullptr || pair->size() != 2 || !(*pair)[1].is_array()) continue;
            for (const json::value& program : (*pair)[1].get_array()) put_sent(chain, (*pair)[0], program, hops);
        }
        return {};
    }

    void put_events(const AskedChain& chain, const json::array& events) {
        if (events.empty()) return;
        line("events", "");
        for (const json::value& event : events) {
            const auto pallet = case_of(event);
            const auto named = pallet && pallet->content != nullptr ? case_of(*pallet->content) : std::nullopt;
            if (!named) {
                put_lines(value_text(event, chain.spelling));
                continue;
            }
            put_lines(std::string(pallet->name) + "." + value_text(*pallet->content, chain.spelling));
            if (named->name == "AssetsTrapped")
                put_lines("(assets are left: their owner can claim them with ClaimAsset)");
        }
    }

    void put_sent(const AskedChain& chain, const json::value& destination, const json::value& program, uint32_t hops) {
        const auto of_destination = versioned_of(destination);
        const auto of_program = versioned_of(program);
        line("sends to", value_text(destination, chain.spelling));
        Spelling there = chain.spelling;
        there.token_parents = kNoToken;
        put_lines(program_text(program, there));
        const auto fees = Asker(chain).ask("XcmPaymentApi", "query_delivery_fees", {destination, program});
        if (const auto assets = fees ? versioned_of(*fees) : std::nullopt;
            assets && assets->content->is_array() && !assets->content->get_array().empty()) {
            line("delivery", value_text(*assets->content, chain.spelling));
        }
        if (!of_destination || !of_program || hops >= kMaxHops) return;
        const auto location = location_of(*of_destination->content);
        const auto meant = location ? chain_at(*location, chain) : std::nullopt;
        if (!meant) return;
        const auto next = std::ranges::find_if(chains_, [&](const AskedChain& one) { return one.para_id == *meant; });
        if (next == chains_.end()) return;
        waiting_.push_back({&*next, origin_of(chain, *next, of_program->version), program, hops + 1});
    }

    const std::vector<AskedChain>& chains_;
    std::deque<Message> waiting_;
    std::string out_;
};

}  // namespace

Result<std::optional<uint32_t>, std::string> find_para_id(query::StateReader& state,
                                                          const metadata::Metadata& metadata) {
    const auto* pallet = metadata.find_pallet("ParachainInfo");
    if (pallet == nullptr || !pallet->storage) return std::optional<uint32_t>();
    TRY_ASSIGN(const auto value, state.storage(metadata::item_prefix(pallet->storage->prefix, "ParachainId")));
    if (!value) return std::optional<uint32_t>(100);  // what the reference's pallet takes if nothing is stored
    const auto number = scale::decode<uint32_t>(*value);
    if (!number) return Err(std::string("the state has a parachain's number that does not decode"));
    return std::optional(*number);
}

Result<std::string, std::string> dry_run_program(const std::vector<AskedChain>& chains, const json::value& origin,
                                                 const json::value& program) {
    ENSURE(!chains.empty(), std::string("no chain is given"));
    return DryRun(chains).program(origin, program);
}

Result<std::string, std::string> dry_run_call(const std::vector<AskedChain>& chains, BytesView account,
                                              BytesView call) {
    ENSURE(!chains.empty(), std::string("no chain is given"));
    return DryRun(chains).call(account, call);
}

}  // namespace serinus::xcm_text
