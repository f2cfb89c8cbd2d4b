#include "rpc/methods/dev_params.hpp"

#include <charconv>
#include <chrono>

#include "base/hex.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;

/// The end of the year 9999, after which there are no texts of dates.
constexpr uint64_t kMaxTimeMs = 253'402'300'799'999;

RpcError bad(std::string reason) { return {error_codes::kInvalidParams, "Invalid params", Json(std::move(reason))}; }

std::optional<Bytes> bytes_of(const Json& value) {
    const auto* text = value.if_string();
    if (text == nullptr || !text->starts_with("0x")) return std::nullopt;
    auto bytes = from_hex(std::string_view(*text).substr(2));
    if (!bytes) return std::nullopt;
    return *std::move(bytes);
}

Result<std::optional<uint64_t>, RpcError> number_in(const json::object& object, std::string_view name) {
    const Json* value = object.if_contains(name);
    if (value == nullptr || value->is_null()) return std::optional<uint64_t>();
    boost::system::error_code error;
    const auto number = value->to_number<uint64_t>(error);
    if (error) return Err(bad("`" + std::string(name) + "` is no whole number"));
    return std::optional(number);
}

bool is_given(const json::object& object, std::string_view name) {
    const Json* value = object.if_contains(name);
    if (value == nullptr || value->is_null()) return false;
    if (const auto* list = value->if_array()) return !list->empty();
    if (const auto* fields = value->if_object()) return !fields->empty();
    return true;
}

/// A parameter that is there and not null.
const Json* given(const json::object& object, std::string_view name) {
    const Json* value = object.if_contains(name);
    return value == nullptr || value->is_null() ? nullptr : value;
}

std::optional<uint32_t> parachain_of(std::string_view name) {
    uint32_t para = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), para);
    return error == std::errc() && end == name.data() + name.size() ? std::optional(para) : std::nullopt;
}

/// {"1000": ["0x…"]}
Result<std::map<uint32_t, std::vector<Bytes>>, RpcError> upward_messages_in(const Json& value) {
    constexpr const char* kForm = "`ump` is an object of parachains and their messages: {\"1000\": [\"0x…\"]}";
    std::map<uint32_t, std::vector<Bytes>> out;
    const auto* paras = value.if_object();
    if (paras == nullptr) return Err(bad(kForm));
    for (const auto& [name, messages] : *paras) {
        const auto para = parachain_of(name);
        const auto* list = messages.if_array();
        if (!para || list == nullptr) return Err(bad(kForm));
        for (const Json& one : *list) {
            auto bytes = bytes_of(one);
            if (!bytes) return Err(bad(kForm));
            out[*para].push_back(*std::move(bytes));
        }
    }
    return out;
}

/// [{"sentAt": 1, "msg": "0x…"}]; `content` is the name of what the message says. nullopt: it has another form.
std::optional<std::vector<chain::GivenMessages::Inbound>> inbound_messages_in(const Json& value, const char* content) {
    const auto* list = value.if_array();
    if (list == nullptr) return std::nullopt;
    std::vector<chain::GivenMessages::Inbound> out;
    for (const Json& one : *list) {
        const auto* fields = one.if_object();
        const Json* sent_at = fields == nullptr ? nullptr : fields->if_contains("sentAt");
        const Json* data = fields == nullptr ? nullptr : fields->if_contains(content);
        if (sent_at == nullptr || data == nullptr || fields->size() != 2) return std::nullopt;
        boost::system::error_code error;
        const auto number = sent_at->to_number<uint32_t>(error);
        auto bytes = bytes_of(*data);
        if (error || !bytes) return std::nullopt;
        out.push_back({number, *std::move(bytes)});
    }
    return out;
}

/// What is not given waits in the place where messages come from.
Result<chain::GivenMessages, RpcError> messages_in(const json::object& object) {
    chain::GivenMessages out;
    if (const Json* ump = given(object, "ump")) TRY_ASSIGN(out.upward, upward_messages_in(*ump));
    if (const Json* dmp = given(object, "dmp")) {
        out.downward = inbound_messages_in(*dmp, "msg");
        if (!out.downward) return Err(bad("`dmp` is a list of messages: [{\"sentAt\": 1, \"msg\": \"0x…\"}]"));
    }
    if (const Json* hrmp = given(object, "hrmp")) {
        constexpr const char* kForm =
            "`hrmp` is an object of parachains and their messages: {\"1000\": [{\"sentAt\": 1, \"data\": \"0x…\"}]}";
        const auto* paras = hrmp->if_object();
        if (paras == nullptr) return Err(bad(kForm));
        out.horizontal.emplace();
        for (const auto& [name, list] : *paras) {
            const auto para = parachain_of(name);
            auto messages = inbound_messages_in(list, "data");
            if (!para || !messages) return Err(bad(kForm));
            (*out.horizontal)[*para] = *std::move(messages);
        }
    }
    return out;
}

/// Reads exactly `digits` digits from the front of `text`.
bool take_digits(std::string_view& text, size_t digits, int& out) {
    if (text.size() < digits) return false;
    const auto [end, error] = std::from_chars(text.data(), text.data() + digits, out);
    if (error != std::errc() || end != text.data() + digits || text.front() == '-') return false;
    text.remove_prefix(digits);
    return true;
}

bool take(std::string_view& text, char what) {
    if (text.empty() || text.front() != what) return false;
    text.remove_prefix(1);
    return true;
}

/// "Z", "+01:00", "-0130", or nothing.
std::optional<std::chrono::minutes> take_zone(std::string_view& text) {
    if (text.empty() || take(text, 'Z')) return std::chrono::minutes(0);
    const bool is_west = text.front() == '-';
    if (!take(text, '+') && !take(text, '-')) return std::nullopt;
    int hours = 0, minutes = 0;
    if (!take_digits(text, 2, hours)) return std::nullopt;
    (void)take(text, ':');
    if (!take_digits(text, 2, minutes) || hours > 14 || minutes > 59) return std::nullopt;
    return std::chrono::minutes((hours * 60 + minutes) * (is_west ? -1 : 1));
}

/// "12:30", "12:30:59.25"; whole milliseconds.
std::optional<std::chrono::milliseconds> take_clock(std::string_view& text) {
    int hours = 0, minutes = 0, seconds = 0, milliseconds = 0;
    if (!take_digits(text, 2, hours) || !take(text, ':') || !take_digits(text, 2, minutes)) return std::nullopt;
    if (take(text, ':') && !take_digits(text, 2, seconds)) return std::nullopt;
    if (take(text, '.')) {
        size_t digits = 0;
        for (int weight = 100, digit = 0; !text.empty() && text.front() >= '0' && text.front() <= '9'; weight /= 10) {
            if (!take_digits(text, 1, digit)) return std::nullopt;
            milliseconds += digit * weight;
            ++digits;
        }
        if (digits == 0) return std::nullopt;
    }
    if (hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
    return std::chrono::hours(hours) + std::chrono::minutes(minutes) + std::chrono::seconds(seconds) +
           std::chrono::milliseconds(milliseconds);
}

}  // namespace

Result<NewBlockParams, RpcError> read_new_block(const Json* value) {
    NewBlockParams out;
    if (value == nullptr) return out;
    const auto* object = value->if_object();
    if (object == nullptr) return Err(bad("the argument is an object: {\"count\": 1}"));
    static constexpr std::array<std::string_view, 9> kKnown = {"count",
                                                               "to",
                                                               "transactions",
                                                               "ump",
                                                               "hrmp",
                                                               "dmp",
                                                               "unsafeBlockHeight",
                                                               "relayChainStateOverrides",
                                                               "relayParentNumber"};
    for (const auto& [name, given] : *object) {
        if (std::ranges::find(kKnown, std::string_view(name)) == kKnown.end()) {
            return Err(bad("there is no parameter `" + std::string(name) + "`"));
        }
    }
    for (const char* name : {"relayChainStateOverrides", "relayParentNumber"}) {
        if (is_given(*object, name)) {
            return Err(bad("`" + std::string(name) + "`: what a parachain hears of its relay chain cannot be given"));
        }
    }
    TRY_ASSIGN(const auto count, number_in(*object, "count"));
    out.count = std::max<uint64_t>(count.value_or(1), 1);
    TRY_ASSIGN(out.messages, messages_in(*object));
    TRY_ASSIGN(out.to, number_in(*object, "to"));
    TRY_ASSIGN(out.first_number, number_in(*object, "unsafeBlockHeight"));
    if (out.count > NewBlockParams::kMaxCount) return Err(bad("`count` is above 100000"));
    const Json* transactions = object->if_contains("transactions");
    if (transactions == nullptr || transactions->is_null()) return out;
    const auto* list = transactions->if_array();
    if (list == nullptr) return Err(bad("`transactions` is a list of extrinsics in hex"));
    out.transactions.emplace();
    for (const Json& one : *list) {
        auto bytes = bytes_of(one);
        if (!bytes) return Err(bad("`transactions` has an item that is no hex text"));
        out.transactions->push_back(*std::move(bytes));
    }
    return out;
}

Result<state::StateChanges, RpcError> read_storage_pairs(const Json* value) {
    constexpr std::string_view kChildPrefix = ":child_storage:default:";
    const auto* list = value == nullptr ? nullptr : value->if_array();
    if (list == nullptr) return Err(bad("the values are a list of pairs: [[\"0x…key\", \"0x…value\" or null]]"));
    state::StateChanges out;
    for (const Json& one : *list) {
        const auto* items = one.if_array();
        if (items == nullptr || items->size() < 2 || items->size() > 3) {
            return Err(bad("a value is no pair of key and value"));
        }
        const bool has_child = items->size() == 3;
        auto child = has_child ? bytes_of(items->front()) : std::optional<Bytes>();
        auto key = bytes_of((*items)[has_child ? 1 : 0]);
        if (!key || key->empty() || (has_child && !child)) return Err(bad("a key is no hex text"));
        // Its name, or the key of its root, as childstate_* take it.
        if (has_child && as_text(*child).starts_with(kChildPrefix)) {
            child->erase(child->begin(), child->begin() + static_cast<std::ptrdiff_t>(kChildPrefix.size()));
        }
        constexpr size_t kChildNameBytes = 32;
        if (!has_child && as_text(*key).starts_with(":child_storage:")) {
            if (!as_text(*key).starts_with(kChildPrefix) || key->size() <= kChildPrefix.size() + kChildNameBytes) {
                return Err(bad("roots of child tries cannot be set"));
            }
            const BytesView rest = BytesView(*key).subspan(kChildPrefix.size());
            child = to_bytes(rest.first(kChildNameBytes));
            key = to_bytes(rest.subspan(kChildNameBytes));
        }
        std::optional<Bytes> bytes;
        if (!items->back().is_null()) {
            bytes = bytes_of(items->back());
            if (!bytes) return Err(bad("the value of " + to_hex_prefixed(*key) + " is neither hex text nor null"));
        }
        (child ? out.children[*child] : out.top)[*std::move(key)] = std::move(bytes);
    }
    return out;
}

namespace {

/// The first words of a date may be a weekday, which says nothing. nullopt: it is no month.
std::optional<unsigned> month_of(std::string_view word) {
    static constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                                 "may",       "june",     "july",     "august",
                                                                 "september", "october",  "november", "december"};
    std::string small;
    for (const char c : word) small += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    for (unsigned i = 0; i < kMonths.size(); ++i) {
        if (small.size() >= 3 && kMonths[i].starts_with(small)) return i + 1;
    }
    return std::nullopt;
}

bool is_weekday(std::string_view word) {
    static constexpr std::array<std::string_view, 7> kDays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    std::string small;
    for (const char c : word.substr(0, 3)) small += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return std::ranges::find(kDays, small) != kDays.end();
}

/// "Jan 1, 2030", "Tue, 1 January 2030 12:00:00 GMT".
std::optional<uint64_t> parse_worded_date(std::string_view text) {
    std::optional<unsigned> month, day;
    std::optional<int> year;
    std::optional<std::chrono::milliseconds> clock;
    std::chrono::minutes zone(0);
    while (!text.empty()) {
        const size_t end = std::min(text.find_first_of(" ,"), text.size());
        std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word.empty()) continue;
        int number = 0;
        const bool is_number =
            std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; }) && word.size() <= 4;
        if (is_number) std::from_chars(word.data(), word.data() + word.size(), number);
        if (is_number && word.size() == 4 && !year) {
            year = number;
        } else if (is_number && word.size() <= 2 && !day) {
            day = static_cast<unsigned>(number);
        } else if (const auto named = month_of(word); named && !month) {
            month = named;
        } else if (word == "GMT" || word == "UTC" || word == "Z") {
            zone = std::chrono::minutes(0);
        } else if (word.find(':') != word.npos && !clock) {
            clock = take_clock(word);
            const auto zone_behind = clock ? take_zone(word) : std::nullopt;
            if (!zone_behind || !word.empty()) return std::nullopt;
            zone = *zone_behind;
        } else if (!is_weekday(word)) {
            return std::nullopt;
        }
    }
    if (!year || !month || !day || *year < 1970) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(*month),
                                           std::chrono::day(*day)};
    if (!date.ok()) return std::nullopt;
    const std::chrono::milliseconds out =
        std::chrono::sys_days(date).time_since_epoch() + clock.value_or(std::chrono::milliseconds(0)) - zone;
    return out.count() < 0 ? std::nullopt : std::optional(static_cast<uint64_t>(out.count()));
}

}  // namespace

std::optional<uint64_t> parse_date(std::string_view text) {
    if (const auto worded = parse_worded_date(text)) return worded;
    int year = 0, month = 0, day = 0;
    if (!take_digits(text, 4, year) || !take(text, '-') || !take_digits(text, 2, month) || !take(text, '-') ||
        !take_digits(text, 2, day)) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day)));
    if (!date.ok() || year < 1970) return std::nullopt;
    std::chrono::milliseconds out = std::chrono::sys_days(date).time_since_epoch();
    if (take(text, 'T') || take(text, ' ')) {
        const auto clock = take_clock(text);
        const auto zone = clock ? take_zone(text) : std::nullopt;
        if (!zone) return std::nullopt;
        out += *clock - *zone;
    }
    if (!text.empty() || out.count() < 0) return std::nullopt;
    return static_cast<uint64_t>(out.count());
}

Result<uint64_t, RpcError> read_date(const Json* value) {
    if (value != nullptr && value->is_number()) {
        boost::system::error_code error;
        const auto number = value->to_number<uint64_t>(error);
        if (!error && number <= kMaxTimeMs) return number;
    }
    const auto* text = value == nullptr ? nullptr : value->if_string();
    if (text != nullptr) {
        if (const auto time = parse_date(*text)) return *time;
    }
    return Err(bad("the date is neither milliseconds since 1970 nor a text such as \"2030-01-31T12:00:00Z\""));
}

}  // namespace serinus::rpc
