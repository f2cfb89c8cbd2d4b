/// Calls and values as people write them on a command line, encoded by the types of metadata.
#pragma once

#include <boost/json/value.hpp>
#include <functional>

#include "metadata/metadata.hpp"
#include "tools/compose/units.hpp"

namespace serinus::compose {

/// What is taken for a value, beside what metadata::ValueEncoder takes:
/// - accounts: an address, 0x and 32 bytes, or a path of development keys ("//Alice"); these for a MultiAddress too;
/// - amounts (integers whose name in the runtime's source says Balance): "1.5KSM", "1.5", "20mKSM", "15000planck";
/// - shares (Perbill and the like): "10%";
/// - votes: "aye", "nay", "aye 3x";
/// - bytes: hex, text, or @FILE with what is in the file;
/// - lists: "a, b" or "[a, b]"; structs and tuples: "(a, b)"; cases of enums: Name or "Name(a, b)"; no value: "none";
/// - calls: "balances.transfer_keep_alive //Bob 1.5KSM", or encoded in hex;
/// - each of these within JSON as a text. A number of JSON is what is encoded: planck.
///
/// Bounded as ValueEncoder is. Errors are sentences that name the argument, its type and what is possible.
class TextReader {
  public:
    using ReadFile = std::function<Result<Bytes, std::string>(const std::string& path)>;

    /// The metadata must outlive this. `read_file`: for @FILE.
    TextReader(const metadata::Metadata& metadata, Units units, ReadFile read_file)
        : metadata_(&metadata), units_(std::move(units)), read_file_(std::move(read_file)) {}

    /// A call: "pallet.call" and its arguments, in their order or as name=value; or one word: the encoded call in hex,
    /// or @FILE with that hex. Names are compared without regard to case and underscores.
    Result<Bytes, std::string> read_call(std::vector<std::string> words);
    /// A value of a type. `type_name`: as the runtime's source calls it, which tells amounts from other numbers.
    Result<Bytes, std::string> read_value(uint32_t type, std::string_view type_name, std::string_view text);

    const metadata::Metadata& metadata() const noexcept { return *metadata_; }
    const Units& units() const noexcept { return units_; }

  private:
    using Json = boost::json::value;
    using Normal = Result<Json, std::string>;  ///< as ValueEncoder takes it

    struct Meant {
        uint32_t type = 0;
        std::string_view type_name;
        uint32_t depth = 0;
    };
    Normal normal(const Meant& of, const Json& value);
    Normal of_text(const metadata::Type& type, const Meant& of, std::string_view text);
    Normal of_cases(const metadata::Type& type, const metadata::Cases& cases, const Meant& of, const Json& value);
    Normal of_case_text(const metadata::Type& type, const metadata::Cases& cases, const Meant& of,
                        std::string_view text);
    Normal of_case_content(const std::vector<metadata::Field>& fields, const Meant& of, std::string_view content);
    Normal of_fields(const std::vector<metadata::Field>& fields, const Meant& of, const Json& value);
    Normal of_list(uint32_t item, const Meant& of, const Json& value);
    Normal of_tuple(const std::vector<metadata::TypeId>& types, const Meant& of, const Json& value);
    Normal of_bytes(std::string_view text);
    Normal of_primitive(uint8_t kind, const Meant& of, std::string_view text) const;
    Normal of_compact(uint32_t inner, const Meant& of, const Json& value);
    Result<Bytes, std::string> encoded_call(std::string_view text) const;
    bool is_call_type(uint32_t type) const;

    const metadata::Metadata* metadata_;
    Units units_;
    ReadFile read_file_;
};

/// The 32 bytes of an account: see TextReader. Errors are sentences.
Result<Bytes, std::string> read_account(std::string_view text);

/// A call with its pallet.
struct FoundCall {
    const metadata::Pallet* pallet = nullptr;
    const metadata::Case* call = nullptr;
};
/// "balances.transfer_keep_alive". The error says what there is instead.
Result<FoundCall, std::string> find_call(const metadata::Metadata& metadata, std::string_view name);
/// Of a pallet; the error names similar ones.
Result<const metadata::Pallet*, std::string> find_pallet_of(const metadata::Metadata& metadata, std::string_view name);

/// How a type is called in messages: "u32", "list of account", "NewConfigOp: Noop|Set|Remove".
std::string type_text(const metadata::Metadata& metadata, uint32_t type, std::string_view type_name = {});
/// The name of the call, its arguments with their types, a line each, and what the runtime says of it.
std::string describe_call(const metadata::Metadata& metadata, const FoundCall& found);

}  // namespace serinus::compose
