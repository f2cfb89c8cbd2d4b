/// A type as one line of text that no longer holds numbers of types, so that types of two registries can be compared.
#pragma once

#include <functional>

#include "runtime/sdk/metadata/model.hpp"

namespace serinus::sdk::metadata {

struct PrintOptions {
    bool type_names = false;
    /// Types whose path this accepts are printed as their path: outer enums differ where runtimes differ.
    std::function<bool(const std::string& path)> opaque = [](const std::string&) { return false; };
};

class Printer {
  public:
    Printer(const std::vector<PortableType>& types, PrintOptions options)
        : types_(types), options_(std::move(options)) {}

    /// A type that contains itself is printed as its path inside.
    std::string print(TypeId id);
    /// The same, even if the type itself is opaque.
    std::string print_open(TypeId id);
    std::string path(TypeId id) const;

    std::string print(const std::vector<Field>& fields);

  private:
    const std::vector<PortableType>& types_;
    PrintOptions options_;
    std::map<uint32_t, std::string> done_;
    std::set<uint32_t> open_;
};

/// Storage entries, constants and so on, each as a line: "System.Account" and what it is.
std::map<std::string, std::string> printed_pallet(const Pallet& pallet, Printer& printer);

}  // namespace serinus::sdk::metadata
