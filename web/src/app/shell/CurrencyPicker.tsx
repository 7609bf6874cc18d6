import { Choice, Picker } from "@/app/shell/Picker";
import { usePicks, useSession, useView } from "@/app/view";
import { shellText } from "@/i18n/shell";
import { currencyName } from "@/lib/names";

const COMMON = ["EUR", "USD", "GBP", "CHF", "JPY", "CAD"];

export function CurrencyPicker() {
  const view = useView();
  const { organisation, stores } = useSession();
  const [, setPicks] = usePicks();
  const currencies = [...new Set([organisation.currency, ...stores.map((store) => store.currency), ...COMMON])];
  return (
    <Picker label={shellText.pickCurrency} value={view.currency} width={248}>
      {(close) =>
        currencies.map((currency) => (
          <Choice
            key={currency}
            chosen={view.currency === currency}
            hint={currencyName(currency)}
            onChoose={() => {
              setPicks({ currency });
              close();
            }}
          >
            {currency}
          </Choice>
        ))
      }
    </Picker>
  );
}
