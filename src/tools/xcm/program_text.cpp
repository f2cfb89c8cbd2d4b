#include "tools/xcm/program_text.hpp"

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "tools/xcm/shapes.hpp"

namespace serinus::xcm_text {
namespace {

namespace json = boost::json;

constexpr size_t kIndent = 4;

/// Whether a text stands without quotes: a name, hex, or a number.
bool is_word(std::string_view text) {
    const bool is_negative = text.starts_with('-');
    if (is_negative) text.remove_prefix(1);
    if (text.empty()) return false;
    if (is_negative) return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    const auto is_good = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    return std::ranges::all_of(text, is_good);
}

std::string decimal(uint128_t number) {
    std::string out;
    do {
        out.insert(out.begin(), static_cast<char>('0' + static_cast<int>(number % 10)));
        number /= 10;
    } while (number != 0);
    return out;
}

class Printer {
  public:
    explicit Printer(const Spelling& spelling) : spelling_(spelling) {}

    std::string finish() && { return std::move(out_); }

    /// The instructions of a program, a line each.
    void lines(const json::value& program, size_t indent) {
        for (const json::value& instruction : program.as_array()) {
            out_.append(indent, ' ');
            line(instruction, indent);
            out_ += '\n';
        }
    }

    void value(const json::value& value, size_t indent) {
        if (const auto location = location_of(value)) return put(*location, indent);
        if (const auto asset = asset_of(value)) return put(*asset, indent);
        if (const auto interior = interior_of(value); interior && !value.is_string()) return path(*interior, indent);
        if (value.is_null()) {
            out_ += "none";
        } else if (value.is_bool()) {
            out_ += value.get_bool() ? "true" : "false";
        } else if (const auto number = number_of(value)) {
            out_ += decimal(*number);
        } else if (const auto* text = value.if_string()) {
            out_ += is_word(*text) ? std::string(*text) : json::serialize(value);
        } else if (const auto* list = value.if_array()) {
            out_ += '[';
            for (size_t i = 0; i < list->size(); ++i) {
                if (i > 0) out_ += ", ";
                this->value((*list)[i], indent);
            }
            out_ += ']';
        } else if (const auto named = case_of(value)) {
            out_ += named->name;
            out_ += '(';
            content(*named, indent);
            out_ += ')';
        } else if (const auto* object = value.if_object()) {
            out_ += '{';
            fields(*object, indent);
            out_ += '}';
        } else {
            out_ += json::serialize(value);  // a negative number
        }
    }

  private:
    void line(const json::value& instruction, size_t indent) {
        const auto named = case_of(instruction);
        if (!named) return value(instruction, indent);
        instruction_ = named->name;
        out_ += named->name;
        if (named->content == nullptr) return;
        out_ += ' ';
        content(*named, indent);
    }

    void content(const CaseView& named, size_t indent) {
        const auto* object = named.content->if_object();
        const bool has_shape = location_of(*named.content) || asset_of(*named.content) || case_of(*named.content);
        if (object != nullptr && !has_shape) return fields(*object, indent);
        member(named.name, *named.content, indent);
    }

    void fields(const json::object& object, size_t indent) {
        bool is_first = true;
        for (const auto& [name, one] : object) {
            if (!is_first) out_ += ", ";
            is_first = false;
            out_ += std::string_view(name);
            out_ += ": ";
            member(name, one, indent);
        }
    }

    /// A value, or a program.
    void member(std::string_view name, const json::value& one, size_t indent) {
        if (!is_program_field(name) || !one.is_array()) return value(one, indent);
        out_ += "{\n";
        const bool is_outside = std::exchange(is_elsewhere_, is_elsewhere_ || runs_elsewhere(instruction_, name));
        const std::string_view instruction = instruction_;
        lines(one, indent + kIndent);
        is_elsewhere_ = is_outside;
        instruction_ = instruction;
        out_.append(indent, ' ');
        out_ += '}';
    }

    void put(const LocationView& location, size_t indent) {
        if (location.parents == 0) out_ += '.';
        for (uint64_t i = 0; i < location.parents; ++i) out_ += i == 0 ? ".." : "/..";
        if (!location.junctions.empty()) path(location.junctions, indent);
    }

    void path(const std::vector<const json::value*>& junctions, size_t indent) {
        if (junctions.empty()) out_ += '/';
        for (const json::value* const junction : junctions) {
            out_ += '/';
            if (!put_account(*junction, indent)) value(*junction, indent);
        }
    }

    bool put_account(const json::value& junction, size_t indent) {
        const auto named = case_of(junction);
        if (!named || named->name != "AccountId32" || named->content == nullptr) return false;
        const auto* object = named->content->if_object();
        const auto* id = object == nullptr ? nullptr : object->if_contains("id");
        const auto* network = object == nullptr ? nullptr : object->if_contains("network");
        if (id == nullptr || network == nullptr || !id->is_string()) return false;
        const auto bytes = from_hex_prefixed(id->get_string());
        if (!bytes || bytes->size() != 32) return false;
        out_ += "AccountId32(" + spelling_.units.address(*bytes);
        if (!network->is_null()) {
            out_ += ", network: ";
            value(*network, indent);
        }
        out_ += ')';
        return true;
    }

    void put(const AssetView& asset, size_t indent) {
        const auto amount = asset.kind.name == "Fungible" ? number_of(*asset.kind.content) : std::nullopt;
        const bool is_token = asset.location.junctions.empty() && asset.location.parents == spelling_.token_parents;
        if (amount && is_token && !is_elsewhere_) {
            const std::string text = spelling_.units.exact_amount(*amount);
            const auto again = spelling_.units.parse_with_unit(text);
            if (again && *again == *amount) {  // a chain without a symbol, or an amount without bounds, is not
                out_ += text;
                return;
            }
        }
        if (amount) {
            out_ += decimal(*amount);
        } else {
            value(*asset.kind.content, indent);
        }
        out_ += " of ";
        put(asset.location, indent);
    }

    const Spelling& spelling_;
    std::string out_;
    std::string_view instruction_;  ///< the one at hand
    bool is_elsewhere_ = false;     ///< in a program for another chain, where `.` is not what has this chain's token
};

}  // namespace

std::string program_text(const json::value& program, const Spelling& spelling) {
    const auto versioned = versioned_of(program);
    Printer printer(spelling);
    if (!versioned || !versioned->content->is_array()) {
        printer.value(program, 0);
        return std::move(printer).finish() + "\n";
    }
    printer.lines(*versioned->content, 0);
    return "version " + std::to_string(versioned->version) + "\n" + std::move(printer).finish();
}

std::string value_text(const json::value& value, const Spelling& spelling) {
    const auto versioned = versioned_of(value);
    Printer printer(spelling);
    printer.value(versioned ? *versioned->content : value, 0);
    return std::move(printer).finish();
}

}  // namespace serinus::xcm_text
