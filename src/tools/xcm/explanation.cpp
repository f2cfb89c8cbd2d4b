#include "tools/xcm/explanation.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "tools/xcm/shapes.hpp"

namespace serinus::xcm_text {
namespace {

namespace json = boost::json;

struct Meaning {
    std::string_view name;
    std::string_view text;  ///< {field} is that field's value; {} the only one
};

/// "Holding" is the register of assets that belong to the program while it runs.
constexpr Meaning kInstructions[] = {
    {"WithdrawAsset", "take {} from the origin's account into holding"},
    {"ReserveAssetDeposited", "the origin holds {} in reserve for this chain: put their derivatives into holding"},
    {"ReceiveTeleportedAsset", "the origin has destroyed {}: create them in holding"},
    {"QueryResponse", "an answer to the question {query_id} of this chain: {response}"},
    {"TransferAsset", "move {assets} from the origin's account to {beneficiary}"},
    {"TransferReserveAsset",
     "move {assets} from the origin's account to that of {dest} here, and tell {dest}, which then runs:"},
    {"Transact", "dispatch the encoded call {call} with an origin of the kind {origin_kind}"},
    {"HrmpNewChannelOpenRequest",
     "parachain {sender} asks for a channel of at most {max_capacity} messages of {max_message_size} bytes"},
    {"HrmpChannelAccepted", "parachain {recipient} has accepted the channel that was asked for"},
    {"HrmpChannelClosing", "parachain {initiator} closes the channel from {sender} to {recipient}"},
    {"ClearOrigin", "go on without an origin"},
    {"DescendOrigin", "go on as {} inside of the origin"},
    {"ReportError", "tell {destination}, as the answer to its question {query_id}, which error there was"},
    {"DepositAsset", "put {assets} into the account of {beneficiary}"},
    {"DepositReserveAsset", "put {assets} into the account of {dest} here, and tell {dest}, which then runs:"},
    {"ExchangeAsset", "exchange {give} for {want}"},
    {"InitiateReserveWithdraw", "send {assets} back to {reserve}, which holds them in reserve and then runs:"},
    {"InitiateTeleport", "destroy {assets} here and have them created at {dest}, which then runs:"},
    {"ReportHolding", "tell {response_info} what of {assets} is in holding"},
    {"BuyExecution", "pay for what this program weighs with {fees} of holding; weight: {weight_limit}"},
    {"RefundSurplus", "put what was paid too much into holding"},
    {"SetErrorHandler", "if something fails from here on, run:"},
    {"SetAppendix", "at the end, whether something failed or not, run:"},
    {"ClearError", "forget the error"},
    {"ClaimAsset", "take the trapped {assets} into holding, as version or ticket {ticket} says"},
    {"Trap", "fail with the error Trap({})"},
    {"SubscribeVersion",
     "tell the origin the version of XCM here, now and when it changes, as the answer to {query_id}"},
    {"UnsubscribeVersion", "tell the origin no more of the version of XCM here"},
    {"BurnAsset", "destroy {} of what is in holding"},
    {"ExpectAsset", "fail unless holding has {}"},
    {"ExpectOrigin", "fail unless the origin is {}"},
    {"ExpectError", "fail unless the error is {}"},
    {"ExpectTransactStatus", "fail unless the last call ended with {}"},
    {"QueryPallet", "tell {response_info} which pallets with the module name {module_name} there are"},
    {"ExpectPallet",
     "fail unless pallet {index} is {name} of {module_name}, {crate_major}.{min_crate_minor} or compatible"},
    {"ReportTransactStatus", "tell {destination}, as the answer to its question {query_id}, how the last call ended"},
    {"ClearTransactStatus", "forget how the last call ended"},
    {"UniversalOrigin", "go on as {} of the universe, if the origin may speak for it"},
    {"ExportMessage", "send to {destination} in {network}, over a bridge, to be run there:"},
    {"LockAsset", "lock {asset} of the origin's account until {unlocker} unlocks it"},
    {"UnlockAsset", "unlock {asset} of {target}, which the origin had locked"},
    {"NoteUnlockable", "the origin has locked {asset} of {owner} there: note that it can be unlocked"},
    {"RequestUnlock", "ask {locker} to unlock {asset}"},
    {"SetFeesMode", "take fees for delivery from the origin's account instead of holding: {jit_withdraw}"},
    {"SetTopic", "mark this program with the topic {}"},
    {"ClearTopic", "remove the topic"},
    {"AliasOrigin", "go on as {}, if the origin may"},
    {"UnpaidExecution", "do not pay for this program, if the origin may; weight: {weight_limit}"},
    {"PayFees", "set {asset} of holding aside for all fees of this program"},
    {"InitiateTransfer",
     "send {assets} to {destination}; fees there from {remote_fees}; keep the origin: {preserve_origin}; there, run:"},
    {"ExecuteWithOrigin", "as {descendant_origin} inside of the origin (none: without origin), run:"},
    {"SetHints", "hints: {}"},
};

constexpr Meaning kErrors[] = {
    {"Overflow", "a number became too large"},
    {"Unimplemented", "this chain does not know the instruction"},
    {"UntrustedReserveLocation", "the origin is not trusted to hold these assets in reserve"},
    {"UntrustedTeleportLocation", "assets are not teleported between this chain and that place"},
    {"LocationFull", "the location has too many parts"},
    {"LocationNotInvertible", "the location cannot be said from the other end"},
    {"BadOrigin", "the instruction needs another origin, or one at all"},
    {"InvalidLocation", "the location is not valid here"},
    {"AssetNotFound", "this chain does not know the asset"},
    {"FailedToTransactAsset", "the asset could not be moved: too little of it, or an account that cannot take it"},
    {"NotWithdrawable", "the asset cannot be taken from the account"},
    {"LocationCannotHold", "the location cannot hold the asset"},
    {"ExceedsMaxMessageSize", "the message is too long"},
    {"DestinationUnsupported", "the destination does not understand the message's version"},
    {"Transport", "the message could not be sent"},
    {"Unroutable", "there is no way to the destination"},
    {"UnknownClaim", "the origin has left no such assets to claim"},
    {"FailedToDecode", "the call does not decode"},
    {"MaxWeightInvalid", "the call weighs more than was said"},
    {"NotHoldingFees", "holding has not the fees"},
    {"TooExpensive", "what is paid does not suffice"},
    {"Trap", "the program asked for this error"},
    {"ExpectationFalse", "what the program expected is not so"},
    {"PalletNotFound", "there is no such pallet"},
    {"NameMismatch", "the pallet has another name"},
    {"VersionIncompatible", "the pallet has another version"},
    {"HoldingWouldOverflow", "holding would have too many assets"},
    {"ExportError", "the message could not be exported"},
    {"ReanchorFailed", "the asset has no name at the other end"},
    {"NoDeal", "nobody exchanges these assets"},
    {"FeesNotMet", "the fees could not be paid"},
    {"LockError", "the asset could not be locked"},
    {"NoPermission", "this chain does not allow the call"},
    {"Unanchored", "the origin's place in the universe is not known"},
    {"NotDepositable", "the asset cannot be put into the account"},
    {"TooManyAssets", "there are too many assets"},
    {"UnhandledXcmVersion", "this chain does not know the version"},
    {"WeightLimitReached", "the program weighs more than was allowed"},
    {"Barrier", "this chain does not run such a program from this origin: nobody pays for it"},
    {"WeightNotComputable", "what the program weighs cannot be computed"},
    {"ExceedsStackLimit", "programs are nested too deep"},
};

template <size_t N>
const Meaning* find(const Meaning (&all)[N], std::string_view name) {
    const auto found = std::ranges::find(all, name, &Meaning::name);
    return found == std::end(all) ? nullptr : found;
}

class Explainer {
  public:
    explicit Explainer(const Spelling& spelling) : spelling_(spelling) {}

    std::string finish() && { return std::move(out_); }

    void program(const json::array& instructions, const std::string& number_before, size_t indent) {
        for (size_t i = 0; i < instructions.size(); ++i) {
            const std::string number = number_before + std::to_string(i);
            out_.append(indent, ' ');
            out_ += number + ": ";
            instruction(instructions[i], number, indent);
        }
    }

  private:
    void instruction(const json::value& one, const std::string& number, size_t indent) {
        const auto named = case_of(one);
        const Meaning* const meaning = named ? find(kInstructions, named->name) : nullptr;
        if (meaning == nullptr) {
            out_ += value_text(one, spelling_) + "\n";
            return;
        }
        out_ += filled(meaning->text, named->content) + "\n";
        if (named->content == nullptr) return;
        if (is_program_field(named->name) && named->content->is_array()) {
            program(named->content->get_array(), number + ".", indent + 2);
        }
        const auto* fields = named->content->if_object();
        if (fields == nullptr) return;
        for (const auto& [name, value] : *fields) {
            if (!is_program_field(name) || !value.is_array()) continue;
            const Spelling here = spelling_;
            if (runs_elsewhere(named->name, name)) spelling_.token_parents = kNoToken;
            program(value.get_array(), number + ".", indent + 2);
            spelling_ = here;
        }
    }

    std::string filled(std::string_view text, const json::value* content) const {
        std::string out;
        while (!text.empty()) {
            const size_t open = std::min(text.find('{'), text.size());
            out += text.substr(0, open);
            text.remove_prefix(open);
            if (text.empty()) break;
            const size_t close = text.find('}');
            const std::string_view name = text.substr(1, close - 1);
            text.remove_prefix(close + 1);
            const auto* fields = content == nullptr ? nullptr : content->if_object();
            const auto* value = name.empty() ? content : fields == nullptr ? nullptr : fields->if_contains(name);
            out += value == nullptr ? "?" : phrase(*value);
        }
        return out;
    }

    std::string phrase(const json::value& value) const {
        if (const auto* list = value.if_array()) {
            if (list->empty()) return "nothing";
            std::string out;
            for (size_t i = 0; i < list->size(); ++i) {
                if (i > 0) out += i + 1 == list->size() ? " and " : ", ";
                out += phrase((*list)[i]);
            }
            return out;
        }
        const auto named = case_of(value);
        if (named && named->name == "Unlimited" && named->content == nullptr) return "unlimited";
        if (named && named->content != nullptr && !value.as_object().empty()) {
            if (named->name == "Definite") return phrase(*named->content);
            if (named->name == "Limited") return "at most " + value_text(*named->content, spelling_);
            if (named->name == "Wild") return wild(*named->content);
        }
        if (const auto location = location_of(value); location && location->junctions.empty()) {
            if (location->parents == 0) return "this chain";
            if (location->parents == 1) return "the relay chain";
        }
        return value_text(value, spelling_);
    }

    std::string wild(const json::value& kind) const {
        const auto named = case_of(kind);
        if (!named) return value_text(kind, spelling_);
        if (named->name == "All") return "all of holding";
        const auto* object = named->content == nullptr ? nullptr : named->content->if_object();
        if (named->name == "AllCounted" && named->content != nullptr) {
            return "all of holding (at most " + value_text(*named->content, spelling_) + " kinds)";
        }
        if ((named->name == "AllOf" || named->name == "AllOfCounted") && object != nullptr && object->contains("id"))
            return "all of " + value_text(object->at("id"), spelling_) + " in holding";
        return value_text(kind, spelling_);
    }

    Spelling spelling_;
    std::string out_;
};

}  // namespace

std::string explain(const json::value& program, const Spelling& spelling) {
    const auto versioned = versioned_of(program);
    const json::value& content = versioned ? *versioned->content : program;
    if (!content.is_array()) return value_text(program, spelling) + "\n";
    Explainer explainer(spelling);
    explainer.program(content.get_array(), "", 0);
    return std::move(explainer).finish();
}

std::string explain_error(const json::value& error, const Spelling& spelling) {
    const auto named = case_of(error);
    const Meaning* const meaning = named ? find(kErrors, named->name) : nullptr;
    const std::string shown = value_text(error, spelling);
    return meaning == nullptr ? shown : shown + ": " + std::string(meaning->text);
}

}  // namespace serinus::xcm_text
