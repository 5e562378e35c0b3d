import type { ReactNode } from "react";
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from "react-aria-components/Tabs";

export interface TabsProps<Id extends string> {
  label: string;
  value: Id;
  onChange: (id: Id) => void;
  tabs: readonly { id: Id; label: ReactNode; panel: ReactNode }[];
}

/** Two to five views of one thing. The chosen one belongs in the URL: `value` comes from there. */
export function Tabs<Id extends string>({ label, value, onChange, tabs }: TabsProps<Id>) {
  return (
    <AriaTabs className="tabset" selectedKey={value} onSelectionChange={(key) => onChange(key as Id)} keyboardActivation="manual">
      <TabList aria-label={label} className="tablist">
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className="tab">
            {tab.label}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="tabpanel">
          {tab.panel}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
